/**
 * The grammar of JSON (RFC 8259) over bytes that stand in memory: where a value ends, or 0 where there is no valid one.
 * Nothing is accepted that JSON.parse refuses. What begins before `to` may be found to end behind it, in bytes of others:
 * the caller compares the end of the whole with `to`.
 */

const QUOTE: u8 = 0x22
const COMMA: u8 = 0x2c
const COLON: u8 = 0x3a
const OPEN_OBJECT: u8 = 0x7b
const CLOSE_OBJECT: u8 = 0x7d
const OPEN_ARRAY: u8 = 0x5b
const CLOSE_ARRAY: u8 = 0x5d

/** Set by `endOfString`: not all of it was plain ASCII that stands for itself. */
export let encoded: bool = false

/** The first byte at `at` or behind it that is no white space. */
export function behindSpace(at: usize): usize {
  while (load<u8>(at) <= 0x20 && isSpace(load<u8>(at))) at++
  return at
}

function isSpace(byte: u8): bool {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** Behind the closing quote of the string whose content begins at `at`. */
export function endOfString(at: usize, to: usize): usize {
  const bytes = v128.load(at)
  const stops = i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      // As signed numbers, so that bytes beyond ASCII are less too.
      i8x16.lt_s(bytes, i8x16.splat(0x20)),
    ),
  )
  const end = at + <usize>ctz(stops)
  if (stops === 0 || load<u8>(end) !== QUOTE) return endOfLongString(at, to)
  encoded = false
  return end + 1
}

/**
 * The same by 64 bytes at a time. Most blocks have nothing but text and a few frequent escapes, which is seen without
 * counting backslashes; any other block is looked at bit by bit.
 */
function endOfLongString(at: usize, to: usize): usize {
  /** The highest bit of a byte is set where one of those passed so far is a backslash, or beyond ASCII. */
  let passed = i8x16.splat(0)
  /** True when the byte before `at` is a backslash that escapes nothing. */
  let isEscaped = false
  while (at < to) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const before = at - 1
    const odd = v128.or(
      v128.or(oddIn(a, v128.load(before)), oddIn(b, v128.load(before, 16))),
      v128.or(oddIn(c, v128.load(before, 32)), oddIn(d, v128.load(before, 48))),
    )
    if (isEscaped || v128.any_true(odd)) {
      const end = endInBlock(at, isEscaped)
      if (end === 0) return 0
      if (ended) {
        encoded = endEncoded || i8x16.bitmask(passed) !== 0
        return end
      }
      isEscaped = endEscaped
    }
    passed = v128.or(passed, v128.or(v128.or(unusual(a), unusual(b)), v128.or(unusual(c), unusual(d))))
    at += 64
  }
  return 0
}

/** Not zero where there is an end, or a byte that needs a closer look; `before` has the bytes before. */
// @ts-ignore: decorator
@inline
function oddIn(bytes: v128, before: v128): v128 {
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22))
  const behind = i8x16.eq(before, i8x16.splat(0x5c))
  const often = v128.or(i8x16.eq(bytes, i8x16.splat(0x6e)), i8x16.eq(bytes, i8x16.splat(0x74)))
  return v128.or(
    v128.or(v128.andnot(quotes, behind), v128.andnot(behind, v128.or(often, quotes))),
    i8x16.sub_sat_u(i8x16.splat(0x20), bytes),
  )
}

/** The highest bit is set where a byte is a backslash, or beyond ASCII. */
// @ts-ignore: decorator
@inline
function unusual(bytes: v128): v128 {
  return v128.or(bytes, i8x16.eq(bytes, i8x16.splat(0x5c)))
}

/** What `endInBlock` found: whether it is the end; see `encoded`; and whether the last byte is a backslash that escapes nothing. */
let ended: bool = false
let endEncoded: bool = false
let endEscaped: bool = false

/** Where the string ends in the 64 bytes at `at`: behind its closing quote, or behind them; 0 = it is none. */
function endInBlock(at: usize, isEscaped: bool): usize {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const d = v128.load(at, 48)
  const backslashes = equal(a, b, c, d, 0x5c)
  // Of each run of backslashes every second one is escaped, and what follows an odd one (simdjson's way).
  const before = u64(load<u8>(at - 1) === 0x5c && !isEscaped)
  const openers = backslashes & ~before
  const behind = (openers << 1) | before
  const sum = openers + (openers & ODD & ~behind)
  const escaped = (EVEN ^ (sum << 1)) & behind
  const ends = equal(a, b, c, d, 0x22) & ~escaped
  const inside = (ends - 1) & ~ends
  if (controls(a, b, c, d) & inside) return 0
  if (escaped & inside && !areEscapes(escaped & inside, at)) return 0
  endEncoded = ((backslashes | beyondAscii(a, b, c, d)) & inside) !== 0
  endEscaped = (backslashes & escaped) >> 63 !== 0
  ended = ends !== 0
  return ended ? at + <usize>ctz(ends) + 1 : at + 64
}

const EVEN: u64 = 0x5555555555555555
const ODD: u64 = 0xaaaaaaaaaaaaaaaa

function equal(a: v128, b: v128, c: v128, d: v128, byte: u8): u64 {
  const same = i8x16.splat(byte)
  return bits(i8x16.eq(a, same), i8x16.eq(b, same), i8x16.eq(c, same), i8x16.eq(d, same))
}

function controls(a: v128, b: v128, c: v128, d: v128): u64 {
  const space = i8x16.splat(0x20)
  return bits(i8x16.lt_u(a, space), i8x16.lt_u(b, space), i8x16.lt_u(c, space), i8x16.lt_u(d, space))
}

function beyondAscii(a: v128, b: v128, c: v128, d: v128): u64 {
  return bits(a, b, c, d)
}

/** The highest bit of each of 64 bytes. */
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>i8x16.bitmask(a) |
    ((<u64>i8x16.bitmask(b)) << 16) |
    ((<u64>i8x16.bitmask(c)) << 32) |
    ((<u64>i8x16.bitmask(d)) << 48)
  )
}

/** True when at each of these places of the 64 from `at` on there is a letter that may follow a backslash. */
function areEscapes(places: u64, at: usize): bool {
  while (places !== 0) {
    const letter = at + <usize>ctz(places)
    places &= places - 1
    if (!isEscape(letter)) return false
  }
  return true
}

function isEscape(at: usize): bool {
  const letter = load<u8>(at)
  if (letter === 0x75) return isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4)
  // One bit for each of "bfnrt from 0x60 on; the others are " / and the backslash.
  if (letter >= 0x60) return letter < 0x80 && (ESCAPED_LETTERS >> (letter - 0x60)) & 1
  return letter === 0x22 || letter === 0x5c || letter === 0x2f
}

/** b, f, n, r, t. */
const ESCAPED_LETTERS: u32 = (1 << 2) | (1 << 6) | (1 << 14) | (1 << 18) | (1 << 20)

function isHex(at: usize): bool {
  const byte = load<u8>(at)
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46)
}

function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39
}

/** Behind the number, `true`, `false` or `null` at `at`. */
export function endOfScalar(at: usize): usize {
  switch (load<u8>(at)) {
    case 0x74:
      return load<u32>(at) === 0x65757274 ? at + 4 : 0
    case 0x66:
      return load<u32>(at + 1) === 0x65736c61 ? at + 5 : 0
    case 0x6e:
      return load<u32>(at) === 0x6c6c756e ? at + 4 : 0
    default:
      return endOfNumber(at)
  }
}

function endOfNumber(at: usize): usize {
  if (load<u8>(at) === 0x2d) at++
  at = load<u8>(at) === 0x30 ? at + 1 : behindDigits(at)
  if (at !== 0 && load<u8>(at) === 0x2e) at = behindDigits(at + 1)
  if (at === 0 || (load<u8>(at) | 0x20) !== 0x65) return at
  const sign = load<u8>(at + 1)
  return behindDigits(sign === 0x2b || sign === 0x2d ? at + 2 : at + 1)
}

/** Behind one digit or more; 0 = there is none. */
function behindDigits(at: usize): usize {
  if (!isDigit(load<u8>(at))) return 0
  while (isDigit(load<u8>(at))) at++
  return at
}

/** Behind the value at `at`, whatever it is. 0 too when it is nested more than 62 deep. */
export function endOfValue(at: usize, to: usize): usize {
  // One bit for each open container, the innermost last: 1 = object.
  let open: u64 = 1
  let inKey = false
  while (at < to) {
    const byte = load<u8>(at)
    if (inKey) {
      if (byte !== QUOTE) return 0
      at = endOfString(at + 1, to)
      if (at === 0) return 0
      at = behindSpace(at)
      if (load<u8>(at) !== COLON) return 0
      at = behindSpace(at + 1)
      inKey = false
      continue
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const isObject = byte === OPEN_OBJECT
      if (open >> 62 !== 0) return 0
      open = (open << 1) | u64(isObject)
      at = behindSpace(at + 1)
      if (load<u8>(at) !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        inKey = isObject
        continue
      }
      open >>= 1
      at++
    } else {
      at = byte === QUOTE ? endOfString(at + 1, to) : endOfScalar(at)
      if (at === 0) return 0
    }
    while (open !== 1) {
      at = behindSpace(at)
      const next = load<u8>(at++)
      if (next === COMMA) break
      if (next !== (open & 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) return 0
      open >>= 1
    }
    if (open === 1) return at
    at = behindSpace(at)
    inKey = (open & 1) !== 0
  }
  return 0
}

/** True when all of [at, end) are digits. */
export function isDigits(at: usize, end: usize): bool {
  for (; at < end; at++) if (load<u8>(at) < 0x30 || load<u8>(at) > 0x39) return false
  return true
}

/** The number that they write; at most 19 fit. */
export function numberIn(at: usize, end: usize): u64 {
  let value: u64 = 0
  for (; at < end; at++) value = value * 10 + (load<u8>(at) - 0x30)
  return value
}
