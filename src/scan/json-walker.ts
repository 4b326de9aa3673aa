/**
 * Finds the end of one JSON value in bytes that arrive in pieces, checking just enough grammar to notice a value that was
 * cut off: whether the next token may follow the last one. JSON.parse remains the judge of the value itself.
 */
export class JsonWalker {
  /** Bits of open containers, innermost last: true = object. */
  private readonly open: boolean[] = []
  private inString = false
  private escaped = false
  private last: Last = START

  reset(): void {
    this.open.length = 0
    this.inString = false
    this.escaped = false
    this.last = START
  }

  /** True while the position is inside a string: what a cut-off line usually ends in. */
  get insideString(): boolean {
    return this.inString
  }

  /**
   * Walks bytes[from, to). Returns the position after the value's last byte when it ends there; −1 when it goes on;
   * −2 − p when the byte at p cannot belong to a JSON value.
   */
  walk(bytes: Uint8Array, from: number, to: number): number {
    let position = from
    while (position < to) {
      if (this.inString) {
        position = this.walkString(bytes, position, to)
        if (position < -1 || (this.open.length === 0 && !this.inString)) return position
        continue
      }
      const byte = bytes[position]!
      if (this.last === LITERAL && this.open.length === 0 && !isLiteralByte(byte)) return position
      if (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) {
        if (this.last === LITERAL) this.last = VALUE
        position++
        continue
      }
      if (!this.accept(byte)) return -2 - position
      position++
      if (this.open.length === 0 && this.last === VALUE) return position
    }
    return -1
  }

  private walkString(bytes: Uint8Array, from: number, to: number): number {
    for (let position = from; position < to; position++) {
      const byte = bytes[position]!
      if (this.escaped) this.escaped = false
      else if (byte === BACKSLASH) this.escaped = true
      else if (byte === QUOTE) {
        this.inString = false
        this.last = VALUE
        return position + 1
      } else if (byte === NEWLINE) return -2 - position
    }
    return to
  }

  private accept(byte: number): boolean {
    const { last } = this
    const inObject = this.open.at(-1)
    const mayStart =
      last === START || last === COLON || (last === OPEN && !inObject) || (last === COMMA && inObject === false)
    switch (byte) {
      case QUOTE:
        if (!mayStart && last !== OPEN && last !== COMMA) return false
        this.inString = true
        return true
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (!mayStart || this.open.length === DEEPEST) return false
        this.open.push(byte === OPEN_OBJECT)
        this.last = OPEN
        return true
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (!(last === OPEN || last === VALUE || last === LITERAL) || inObject !== (byte === CLOSE_OBJECT)) return false
        this.open.pop()
        this.last = VALUE
        return true
      case COMMA_BYTE:
        if (!(last === VALUE || last === LITERAL) || inObject === undefined) return false
        this.last = COMMA
        return true
      case COLON_BYTE:
        if (last !== VALUE || inObject !== true) return false
        this.last = COLON
        return true
      default:
        if (!(last === LITERAL || mayStart) || !isLiteralByte(byte)) return false
        this.last = LITERAL
        return true
    }
  }
}

/** Nobody writes more containers into each other, and each costs memory while it is open. */
const DEEPEST = 1 << 20

type Last = 0 | 1 | 2 | 3 | 4 | 5
const START = 0
const OPEN = 1
const COMMA = 2
const COLON = 3
const VALUE = 4
const LITERAL = 5

const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32]
const [QUOTE, BACKSLASH, COMMA_BYTE, COLON_BYTE] = [34, 92, 44, 58]
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [123, 125, 91, 93]

/** Numbers, true, false, null, NaN, ±Infinity. */
function isLiteralByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 97 && byte <= 122) ||
    byte === 43 ||
    byte === 45 ||
    byte === 46 ||
    byte === 69 ||
    byte === 73 ||
    byte === 78
  )
}
