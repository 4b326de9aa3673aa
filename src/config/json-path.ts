/** The way to a value in JSON: keys of objects, indexes of arrays. */
export type JsonPath = readonly (string | number)[]

const STEP = /(?:^|\.)([^.[\]"]+)|(?:^|\.)?\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,9})\]/y

/** `llm.usage`, `calls[0].tokens`, `attributes["gen_ai.usage"]`, each also behind `$.`; null when it is no path. */
export function parseJsonPath(text: string): JsonPath | null {
  const written = text.replace(/^\$\.?(?=.)/, '')
  const path: (string | number)[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < written.length) {
    const match = STEP.exec(written)
    if (match === null) return null
    const [, key, quoted, index] = match
    path.push(key ?? (quoted === undefined ? Number(index) : quoted.replace(/\\(.)/g, '$1')))
  }
  return path.length === 0 ? null : path
}

/** A path as parseJsonPath reads it. */
export function jsonPathText(path: JsonPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (/[.[\]"$\s]/.test(step) || step === '') return `${text}["${step.replace(/["\\]/g, '\\$&')}"]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}
