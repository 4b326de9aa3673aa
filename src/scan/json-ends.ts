/**
 * Where JSON values end, by the grammar of JSON.parse; −1 where none does, or not before `last`: the place behind which SLACK
 * bytes are left. Texts are looked through four bytes at a time.
 */

/** So many bytes behind a value may be looked at. */
export const SLACK = 20
const DEEPEST = 64

/** Of the value at `at`. */
export function endOfValue(view: DataView, at: number, last: number, depth = 0): number {
  if (at > last) return -1
  switch (view.getUint8(at)) {
    case QUOTE:
      return endOfText(view, at + 1, last)
    case OPEN_OBJECT:
      return depth === DEEPEST ? -1 : endOfObject(view, at, last, depth + 1)
    case OPEN_ARRAY:
      return depth === DEEPEST ? -1 : endOfArray(view, at, last, depth + 1)
    case 0x74:
      return view.getInt32(at) === TRUE ? at + 4 : -1
    case 0x66:
      return view.getInt32(at + 1) === ALSE ? at + 5 : -1
    case 0x6e:
      return view.getInt32(at) === NULL ? at + 4 : -1
    default:
      return endOfNumber(view, at, last)
  }
}

/** Of the text whose first byte behind the quote is at `from`. */
export function endOfText(view: DataView, from: number, last: number): number {
  let at = quoteOrEscape(view, from, last)
  while (at >= 0 && view.getUint8(at) === BACKSLASH)
    at = isLongEscape(view, at + 1) ? quoteOrEscape(view, at + LONG_ESCAPE, last) : -1
  return at < 0 ? -1 : at + 1
}

/** Where the text ends, or has an escape of more than two letters. A loop without calls is fast. */
function quoteOrEscape(view: DataView, from: number, last: number): number {
  let at = from
  while (at <= last) {
    let special = specialIn(view.getInt32(at, true))
    if (special === 0) {
      at += 4
      special = specialIn(view.getInt32(at, true))
      if (special === 0) {
        at += 4
        continue
      }
    }
    // The lowest bit is right; those above it may be carries.
    at += (31 - Math.clz32(special & -special)) >> 3
    const byte = view.getUint8(at)
    if (byte === QUOTE) return at
    if (byte !== BACKSLASH) return -1
    if (SHORT_ESCAPES[view.getUint8(at + 1)] !== 1) return at
    at += 2
  }
  return -1
}

/** The same; −1 too when it is not all ASCII that stands for itself. */
export function endOfPlainText(view: DataView, from: number, last: number): number {
  for (let at = from; at <= last; at += 4) {
    const bytes = view.getInt32(at, true)
    const special = (zeros(bytes ^ QUOTES) | zeros(bytes ^ BACKSLASHES) | (bytes - SPACES) | bytes) & HIGHS
    if (special === 0) continue
    const place = at + ((31 - Math.clz32(special & -special)) >> 3)
    return view.getUint8(place) === QUOTE ? place + 1 : -1
  }
  return -1
}

/** Behind white space, at `at` or later. */
export function behindSpace(view: DataView, at: number, last: number): number {
  let here = at
  while (here <= last && isSpace(view.getUint8(here))) here++
  return here
}

/** Has the highest bit of the first byte that ends a text or is none in it, and none before it. */
function specialIn(bytes: number): number {
  return (zeros(bytes ^ QUOTES) | zeros(bytes ^ BACKSLASHES) | ((bytes - SPACES) & ~bytes)) & HIGHS
}

/** Has the highest bit of the lowest byte that is zero, and none below it. */
function zeros(bytes: number): number {
  return (bytes - ONES) & ~bytes
}

/** True at `u00e9`. */
function isLongEscape(view: DataView, at: number): boolean {
  if (view.getUint8(at) !== LETTER_U) return false
  for (let digit = at + 1; digit < at + 5; digit++) if (HEX[view.getUint8(digit)] !== 1) return false
  return true
}

function endOfObject(view: DataView, from: number, last: number, depth: number): number {
  let at = behindSpace(view, from + 1, last)
  if (byteAt(view, at, last) === CLOSE_OBJECT) return at + 1
  for (;;) {
    if (byteAt(view, at, last) !== QUOTE) return -1
    at = endOfText(view, at + 1, last)
    if (at < 0) return -1
    at = behindSpace(view, at, last)
    if (byteAt(view, at, last) !== COLON) return -1
    at = endOfValue(view, behindSpace(view, at + 1, last), last, depth)
    if (at < 0) return -1
    at = behindSpace(view, at, last)
    if (byteAt(view, at, last) === CLOSE_OBJECT) return at + 1
    if (byteAt(view, at, last) !== COMMA) return -1
    at = behindSpace(view, at + 1, last)
  }
}

function endOfArray(view: DataView, from: number, last: number, depth: number): number {
  let at = behindSpace(view, from + 1, last)
  if (byteAt(view, at, last) === CLOSE_ARRAY) return at + 1
  for (;;) {
    at = endOfValue(view, at, last, depth)
    if (at < 0) return -1
    at = behindSpace(view, at, last)
    if (byteAt(view, at, last) === CLOSE_ARRAY) return at + 1
    if (byteAt(view, at, last) !== COMMA) return -1
    at = behindSpace(view, at + 1, last)
  }
}

function endOfNumber(view: DataView, from: number, last: number): number {
  let at = byteAt(view, from, last) === MINUS ? from + 1 : from
  at = byteAt(view, at, last) === ZERO ? at + 1 : behindDigits(view, at, last)
  if (at > 0 && byteAt(view, at, last) === POINT) at = behindDigits(view, at + 1, last)
  if (at < 0 || (byteAt(view, at, last) | 0x20) !== LETTER_E) return at
  const sign = byteAt(view, at + 1, last)
  return behindDigits(view, sign === PLUS || sign === MINUS ? at + 2 : at + 1, last)
}

/** Behind one digit or more. */
function behindDigits(view: DataView, from: number, last: number): number {
  let at = from
  while (isDigit(byteAt(view, at, last))) at++
  return at === from ? -1 : at
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9
}

/** 0 behind `last`. */
export function byteAt(view: DataView, at: number, last: number): number {
  return at <= last ? view.getUint8(at) : 0
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}

function markedIn(letters: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (letters.includes(String.fromCharCode(byte)) ? 1 : 0))
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58]
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [123, 125, 91, 93]
const [MINUS, PLUS, POINT, ZERO, LETTER_E, LETTER_U] = [45, 43, 46, 48, 101, 117]
const [TRUE, ALSE, NULL] = [0x74727565, 0x616c7365, 0x6e756c6c]
const LONG_ESCAPE = 6
const SHORT_ESCAPES = markedIn('"\\/bfnrt')
const HEX = markedIn('0123456789abcdefABCDEF')
/** Four times the same byte. */
const [ONES, QUOTES, BACKSLASHES, SPACES, HIGHS] = [0x01010101, 0x22222222, 0x5c5c5c5c, 0x20202020, 0x80808080 | 0]
