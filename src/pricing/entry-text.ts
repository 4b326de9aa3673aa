/**
 * `[head, { key: value, … }]` as JSON with a line per entry, so that one entry is found without parsing, or decoding, the others.
 */
export function entryText(head: unknown, entries: Iterable<readonly [string, unknown]>): string {
  const lines = [...entries].map(([key, value]) => `\n${JSON.stringify(key)}:${JSON.stringify(value)}`)
  return `[${JSON.stringify(head)},{${lines.join(',')}\n}]`
}

export function headIn(text: Buffer): unknown {
  return JSON.parse(text.toString('utf8', '['.length, text.indexOf('\n') - ',{'.length))
}

/** Undefined when there is none. */
export function entryIn(text: Buffer, key: string): unknown {
  const start = `\n${JSON.stringify(key)}:`
  const found = text.indexOf(start)
  if (found === -1) return undefined
  const line = text.toString('utf8', found, text.indexOf('\n', found + 1))
  return JSON.parse(line.slice(start.length, line.endsWith(',') ? -1 : undefined))
}

export function entriesIn(text: Buffer): unknown {
  return (JSON.parse(text.toString()) as [unknown, unknown])[1]
}
