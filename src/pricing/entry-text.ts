/**
 * `[head, { key: value, … }]` as JSON with a line per entry, so that one entry is found without parsing, or decoding, the others.
 */
export function entryText(head: unknown, entries: Iterable<readonly [string, unknown]>): string {
  const lines = [...entries].map(([key, value]) => `\n${JSON.stringify(key)}:${JSON.stringify(value)}`)
  return `[${JSON.stringify(head)},{${lines.join(',')}\n}]`
}

export function headIn(text: Buffer): unknown {
  return valueIn(text, '['.length, text.indexOf('\n') - ',{'.length)
}

/** Undefined when there is none. */
export function entryIn(text: Buffer, key: string): unknown {
  const start = `\n${JSON.stringify(key)}:`
  const found = text.indexOf(start)
  if (found === -1) return undefined
  const from = found + Buffer.byteLength(start)
  const end = text.indexOf('\n', from)
  return valueIn(text, from, text[end - 1] === COMMA ? end - 1 : end)
}

export function entriesIn(text: Buffer): unknown {
  return (valueIn(text, 0, text.length) as [unknown, unknown])[1]
}

function valueIn(text: Buffer, from: number, to: number): unknown {
  return JSON.parse(text.toString('utf8', from, to))
}

const COMMA = 44
