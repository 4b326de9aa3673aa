/** Strings of JSON (RFC 8259) over bytes that stand in memory: where one ends, or 0 where there is no valid one. */
import { isDigit } from './numbers'

const QUOTE: u8 = 0x22

/** Set by `endOfString`: not all of it was plain ASCII that stands for itself. */
export let encoded: bool = false

/** Behind the closing quote of the string whose content begins at `at`. */
export function endOfString(at: usize, to: usize): usize {
  encoded = false
  const stop = stopFrom(at)
  return load<u8>(stop) === QUOTE ? stop + 1 : endOfLongString(at, to, true)
}

/** The same for a string that nobody wants: `encoded` stays as it is. */
export function passString(at: usize, to: usize): usize {
  const stop = stopFrom(at)
  return load<u8>(stop) === QUOTE ? stop + 1 : endOfLongString(at, to, false)
}

/** The first of the 64 bytes at `at` that is no plain text; the last of them when all are. */
function stopFrom(at: usize): usize {
  for (let i: usize = 0; i < 64; i += 16) {
    const stops = stopsIn(v128.load(at + i))
    if (stops !== 0) return at + i + <usize>ctz(stops)
  }
  return at + 63
}

/** Which of 16 bytes are no plain text, a bit for each: quotes, backslashes, control characters, bytes beyond ASCII. */
function stopsIn(bytes: v128): i32 {
  // As signed numbers, so that bytes beyond ASCII are less than a space too, as is a quote when it is made one.
  const others = i8x16.lt_s(v128.xor(bytes, i8x16.splat(0x02)), i8x16.splat(0x21))
  return i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x5c)), others))
}

/**
 * Where a string ends, by 64 bytes at a time. Most blocks have nothing but text and a few frequent escapes, which is seen without
 * counting backslashes; any other block is looked at bit by bit, and all of them when it `isWanted` to set `encoded`.
 */
function endOfLongString(at: usize, to: usize, isWanted: bool): usize {
  let isEncoded = false
  /** True when the byte before `at` is a backslash that escapes nothing. */
  let isEscaped = false
  while (at < to) {
    if (!isWanted && !isEscaped) {
      at = passText(at, to)
      if (at >= to) return 0
    }
    const end = endInBlock(at, isEscaped)
    if (end === 0) return 0
    isEncoded = isEncoded || endEncoded
    if (ended) {
      if (isWanted) encoded = isEncoded
      return end
    }
    isEscaped = endEscaped
    at = end
  }
  return 0
}

/**
 * The next block of 64 bytes with anything else than text and a few frequent escapes. In a function of its own: where
 * a loop calls another function, V8 keeps nothing in registers.
 */
function passText(at: usize, to: usize): usize {
  while (at < to) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const least = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d))
    if (i8x16.bitmask(v128.or(oddIn(a, b, c, d, at - 1), controlled(least))) !== 0) break
    at += 64
  }
  return at
}

/** The highest bit is set where a byte is a control character. */
function controlled(bytes: v128): v128 {
  return i8x16.sub_sat_u(i8x16.splat(-0x61), bytes) // 0x9f, so that 0x80 is left of the last of them
}

/** The highest bit is set where there is an end, or a backslash or a rare letter behind a backslash, in 64 bytes; `before` is one byte before them. */
function oddIn(a: v128, b: v128, c: v128, d: v128, before: usize): v128 {
  return v128.or(
    v128.or(oddBehind(a, v128.load(before)), oddBehind(b, v128.load(before, 16))),
    v128.or(oddBehind(c, v128.load(before, 32)), oddBehind(d, v128.load(before, 48))),
  )
}

function oddBehind(bytes: v128, before: v128): v128 {
  const behind = i8x16.eq(before, i8x16.splat(0x5c))
  const often = v128.or(i8x16.eq(bytes, i8x16.splat(0x6e)), i8x16.eq(bytes, i8x16.splat(0x74)))
  // A quote is odd where it is not behind a backslash, what is behind one where it is neither a quote nor n or t.
  return v128.xor(i8x16.eq(bytes, i8x16.splat(0x22)), v128.andnot(behind, often))
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
  const quotes = equal(a, b, c, d, 0x22)
  const ends = quotes & ~escaped
  const inside = (ends - 1) & ~ends
  if (controls(a, b, c, d) & inside) return 0
  const rare = escaped & inside & ~(quotes | backslashes | equal(a, b, c, d, 0x6e) | equal(a, b, c, d, 0x74))
  if (rare !== 0 && !areEscapes(rare, at)) return 0
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

/** Whether a hexadecimal digit stands at `at`. */
export function isHex(at: usize): bool {
  const byte = load<u8>(at)
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46)
}
