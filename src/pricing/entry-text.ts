/**
 * `[head, { key: value, … }]` as JSON with a line per entry, so that one entry is found without parsing the others.
 */
export function entryText(head: unknown, entries: Iterable<readonly [string, unknown]>): string {
  const lines = [...entries].map(([key, value]) => `\n${JSON.stringify(key)}:${JSON.stringify(value)}`)
  return `[${JSON.stringify(head)},{${lines.join(',')}\n}]`
}

export function headIn(text: string): unknown {
  return JSON.parse(text.slice('['.length, text.indexOf('\n') - ',{'.length))
}

/** Undefined when there is none. */
export function entryIn(text: string, key: string): unknown {
  const start = `\n${JSON.stringify(key)}:`
  const found = text.indexOf(start)
  if (found === -1) return undefined
  const from = found + start.length
  const end = text.indexOf('\n', from)
  return JSON.parse(text.slice(from, text[end - 1] === ',' ? end - 1 : end))
}

export function entriesIn(text: string): unknown {
  return (JSON.parse(text) as [unknown, unknown])[1]
}
