/** What the first and last bytes of a line tell about it. */

const [NEWLINE, COMMA, OPEN_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, QUOTE] = [10, 44, 123, 91, 93, 34]

/** Space, tab, carriage return, and the NULs that a crash leaves in a file. */
function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 0
}

/** Where the content of a line begins: behind blanks, a byte order mark, the commas between values, and SSE's `data:`. */
export function beginOf(bytes: Buffer, start: number, end: number): number {
  let at = start
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3
  while (at < end && (isBlank(bytes[at]!) || bytes[at] === COMMA)) at++
  if (bytes[at] !== 100 || end - at < 5 || bytes.toString('latin1', at, at + 5) !== 'data:') return Math.min(at, end)
  at += 5
  while (at < end && isBlank(bytes[at]!)) at++
  return at
}

/** Where the next element of an array begins, or its end: behind blanks, lines and commas. */
export function betweenElements(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && (isBlank(bytes[at]!) || bytes[at] === NEWLINE || bytes[at] === COMMA)) at++
  return at
}

/** Where the content of a line that begins at `from` ends: before blanks. */
export function endOf(bytes: Buffer, from: number, end: number): number {
  let to = end
  while (to > from && isBlank(bytes[to - 1]!)) to--
  return to
}

/** True at an object or an array: tells `[{…`, `["…`, `[[…`, `[]` and a lone `[` from the `[INFO]` and `[2026-…]` of text logs. */
export function beginsContainer(bytes: Buffer, from: number, end: number): boolean {
  if (bytes[from] === OPEN_OBJECT) return true
  if (bytes[from] !== OPEN_ARRAY) return false
  let at = from + 1
  while (at < end && isBlank(bytes[at]!)) at++
  const next = bytes[at]
  return at === end || next === OPEN_OBJECT || next === OPEN_ARRAY || next === CLOSE_ARRAY || next === QUOTE
}
