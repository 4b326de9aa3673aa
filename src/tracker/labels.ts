import { TokencostError } from '../errors.ts'
import type { Call } from './call.ts'

/** Labels that the user gives to calls. What is said nearest to a call counts: its log, then its path, then `fixed`. */
export interface GivenLabels {
  /** For all calls that have no other label of the name. */
  readonly fixed: Readonly<Record<string, string>>
  /** Patterns of paths that name labels: 'logs/{team}/{run}.jsonl'. The first that fits a file counts. */
  readonly paths: readonly string[]
}

export const NO_LABELS: GivenLabels = { fixed: {}, paths: [] }

/** The names of all labels that are given. */
export function labelNames({ fixed, paths }: GivenLabels): readonly string[] {
  return [...Object.keys(fixed), ...paths.flatMap((path) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))]
}

/** A function that gives the labels of a file by its number, for calls whose log has none of the name. */
export function labelsByFile(
  { fixed, paths }: GivenLabels,
  files: readonly string[],
): (file: number) => Readonly<Record<string, string>> {
  const patterns = paths.map(pathPattern)
  const labels = files.map((file) => ({ ...fixed, ...labelsIn(file, patterns) }))
  return (file) => labels[file] ?? fixed
}

/** Files that no pattern fits, and saved reports, which hold no calls: what they count lacks labels that the user counts on. */
export function labelWarnings(
  { fixed, paths }: GivenLabels,
  files: readonly string[],
  saved: readonly string[],
): readonly { readonly code: string; readonly message: string }[] {
  const patterns = paths.map(pathPattern)
  const logs = patterns.length === 0 ? [] : files.filter((file) => !saved.includes(file))
  const unfit = logs.filter((file) => labelsIn(file, patterns) === null)
  const sums = paths.length + Object.keys(fixed).length === 0 ? [] : saved
  return [
    ...unfit.map((file) => ({ code: 'unlabelled', message: `${file}: its path gives no label by --label-from` })),
    ...sums.map((name) => ({ code: 'unlabelled', message: `${name}: the calls of a saved report are given no label` })),
  ]
}

/** The label of a name; null where there is none. */
export function labelOf(labels: Readonly<Record<string, string>> | undefined, name: string): string | null {
  return labels !== undefined && Object.hasOwn(labels, name) ? labels[name]! : null
}

/** Calls that keep another label than the one that is given: most likely a filter was meant, or another name. */
export function otherLabelWarnings(
  given: GivenLabels,
  files: readonly string[],
  calls: () => Iterable<Call>,
): readonly { readonly code: string; readonly message: string }[] {
  const names = Object.keys(given.fixed)
  if (names.length === 0 && given.paths.length === 0) return []
  const ofPaths = labelsByFile({ ...given, fixed: {} }, files)
  const others = new Map<string, number>()
  const count = (told: string, { calls: more }: Call) => others.set(told, (others.get(told) ?? 0) + (more ?? 1))
  for (const call of calls()) {
    const { labels } = call.attributes
    const paths = ofPaths(call.file)
    for (const name of names) {
      const kept = labelOf(labels, name) ?? labelOf(paths, name)
      if (kept !== null && kept !== given.fixed[name]) count(fixedText(name, given.fixed[name]!), call)
    }
    for (const [name, value] of Object.entries(paths)) {
      const kept = labelOf(labels, name)
      if (kept !== null && kept !== value) count(pathText(name), call)
    }
  }
  return [...others]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([told, number]) => ({
      code: 'other_label',
      message: `${number} ${number === 1 ? 'call carries' : 'calls carry'} ${told}`,
    }))
}

function fixedText(name: string, value: string): string {
  return `another ${name} than --label ${name}=${value}; to keep only ${value}: --where label:${name}=${value}`
}

function pathText(name: string): string {
  return `another ${name} than the path gives; to group by the path, choose another name in --label-from`
}

/**
 * `{name}` stands for a label within one part of the path, `*` for any text within a part, `**` for any parts. The
 * pattern may begin at any part of the path. Throws a usage error where it names no label, or one twice.
 */
export function pathPattern(pattern: string): RegExp {
  const names = [...pattern.matchAll(/\{(\w*)\}/g)].map(([, name]) => name!)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  const wrong =
    names.length === 0 ? 'names no label' : twice !== undefined ? `names {${twice}} twice` : namesWrong(names)
  if (wrong !== null)
    throw new TokencostError('usage', `--label-from ${JSON.stringify(pattern)} ${wrong}`, {
      hint: "Write labels as {name} where they stand in the path: --label-from 'logs/{team}/{run}.jsonl'",
    })
  const source = plainPath(pattern).replace(/\{(\w+)\}|\*\*\/?|\*|[^\w/]/g, (part, name?: string) => {
    if (name !== undefined) return `(?<${name}>[^/]+?)`
    if (part.startsWith('**')) return '.*'
    return part === '*' ? '[^/]*' : `\\u{${part.codePointAt(0)!.toString(16)}}`
  })
  return new RegExp(`(?:^|/)${source.replace(/^\//, '')}$`, 'u')
}

function namesWrong(names: readonly string[]): string | null {
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name))
  return wrong === undefined ? null : `has {${wrong}}, which is no name`
}

function labelsIn(file: string, patterns: readonly RegExp[]): Readonly<Record<string, string>> | null {
  for (const pattern of patterns) {
    const labels = pattern.exec(plainPath(file))?.groups
    if (labels !== undefined) return { ...labels }
  }
  return null
}

function plainPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
}
