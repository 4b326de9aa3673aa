/**
 * Where a value ends that is no valid JSON, told by its brackets and strings alone: behind the bracket that closes the
 * one at `from`; −1 when it goes on behind `to`; −2 when brackets do not match, or a line ends inside a string: then
 * nobody can tell.
 */
export function endByBrackets(bytes: Uint8Array, from: number, to: number): number {
  const open: number[] = []
  let inString = false
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (inString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inString = false
      else if (byte === NEWLINE) return -2
    } else if (byte === QUOTE) inString = true
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) open.push(byte)
    // In ASCII each closing bracket stands two behind its opening one.
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && open.pop() !== byte - 2) return -2
    if (open.length === 0) return byte === CLOSE_OBJECT || byte === CLOSE_ARRAY ? at + 1 : -2
  }
  return -1
}

/**
 * True for a line that goes on with a broken value, which began `indent` bytes into its own line: an inner line, or a closing
 * one, of a pretty-printed document. A whole object on a line of its own may be an entry, and is never a piece.
 */
export function isPiece(bytes: Uint8Array, from: number, to: number, indent: number): boolean {
  let begin = from
  while (begin < to && (bytes[begin] === SPACE || bytes[begin] === TAB)) begin++
  let end = to
  while (end > begin && (bytes[end - 1]! <= SPACE || bytes[end - 1] === COMMA)) end--
  const first = bytes[begin]
  if (first === OPEN_OBJECT && (begin - from <= indent || bytes[end - 1] === CLOSE_OBJECT)) return false
  return begin - from > indent || first === QUOTE || first === CLOSE_OBJECT || first === CLOSE_ARRAY
}

const [NEWLINE, TAB, SPACE, QUOTE, COMMA, BACKSLASH] = [10, 9, 32, 34, 44, 92]
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [123, 125, 91, 93]
