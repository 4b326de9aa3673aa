import { endOfValue, forgetNewlines, newlinePassed } from './json'
import { SKELETONS, SKELETONS_END } from './memory'
import { numberOf } from './numbers'
import { beginRow, IGNORED, rowNumber, rowText, SHARED, share, usual } from './row'
import { encoded, endOfString, passString } from './strings'

/**
 * Lines of a log are written by one program: most are, byte for byte, an earlier line with other values at a few places. A
 * skeleton is such a line: stretches of bytes, and between them holes for values. It finds nothing that walking through the
 * line would not find; it is only faster.
 */

/** A skeleton: by which tree it was read, the template of its lines, where its parts end, which one followed it last. */
const ROOT: usize = 0
const TEMPLATE: usize = 4
const PARTS_END: usize = 8
const FOLLOWER: usize = 12
const PARTS: usize = 16
const SIZE: usize = 0x1000
const MOST: u32 = <u32>((SKELETONS_END - SKELETONS) / SIZE)

/** A part: its kind, and of bytes how many, then these up to a multiple of 16; of a hole the role and the key of its value. */
const BYTES: u32 = 0
const VALUE: u32 = 1
export const TEXT_HOLE: u32 = 2
export const NUMBER_HOLE: u32 = 3
const LENGTH: usize = 4
const ROLE: usize = 4
const KEY: usize = 8
const PART: usize = 16

/** A value that nobody wants and that is not longer is taken to be always the same. */
const SHORT: usize = 16
/** After so many more skeletons than lines that had one, no more are made. */
const PATIENCE: u32 = 256

let count: u32 = 0
let made: u32 = 0
let hits: u32 = 0
/** The skeleton of the line before. */
let latest: usize = 0
/** The next one to be replaced. */
let oldest: u32 = 0

export function forgetSkeletons(): void {
  count = made = hits = oldest = 0
  latest = 0
}

/** The template and the end of the line that `match` found. */
export let template: u32 = 0
export let lineEnd: usize = 0

/** Where the newline of the line at `start` is, when it has a skeleton: its row is written. 0 = it has none, or does not end before `to`. */
export function match(root: usize, start: usize, to: usize, row: usize): usize {
  const expected = latest === 0 ? 0 : load<usize>(latest, FOLLOWER)
  if (expected !== 0) {
    const newline = matchOne(expected, root, start, to, row)
    if (newline !== 0) return newline
  }
  for (let i: u32 = 0; i < count; i++) {
    const skeleton = SKELETONS + <usize>i * SIZE
    const newline = skeleton === expected ? 0 : matchOne(skeleton, root, start, to, row)
    if (newline !== 0) return newline
  }
  return 0
}

function matchOne(skeleton: usize, root: usize, at: usize, to: usize, row: usize): usize {
  if (load<usize>(skeleton, ROOT) !== root) return 0
  beginRow(row, root)
  forgetNewlines()
  const end = load<usize>(skeleton, PARTS_END)
  for (let part = skeleton + PARTS; part < end; ) {
    const kind = load<u32>(part)
    if (kind === BYTES) {
      const length = load<usize>(part, LENGTH)
      if (!same(part + PART, at, length)) return 0
      at += length
      part += PART + ((length + 15) & ~15)
    } else {
      at = passHole(kind, load<u32>(part, ROLE), load<u32>(part, KEY), at, to)
      if (at === 0) return 0
      part += PART
    }
  }
  lineEnd = at
  if (load<u8>(at) === 0x0d) at++
  if (at >= to || load<u8>(at) !== 0x0a || newlinePassed || !usual) return 0
  template = load<u32>(skeleton, TEMPLATE)
  if (latest !== 0) store<usize>(latest, skeleton, FOLLOWER)
  latest = skeleton
  hits++
  return at
}

function passHole(kind: u32, role: u32, key: u32, at: usize, to: usize): usize {
  if (kind === VALUE) return load<u8>(at) === 0x22 ? passString(at + 1, to) : endOfValue(at, to)
  if (kind === NUMBER_HOLE) return passNumber(role, at)
  if (load<u8>(at) !== 0x22) return 0
  if (role === IGNORED) return passString(at + 1, to)
  const end = endOfString(at + 1, to)
  if (end === 0) return 0
  if (end === at + 2 || (encoded && role !== SHARED)) return 0
  if (encoded) share(key, at, end, true)
  else rowText(role, key, at + 1, end - at - 2)
  return end
}

/** Whole numbers as JSON writes them, of at most fifteen digits. What may follow them is for the bytes behind. */
function passNumber(role: u32, at: usize): usize {
  const length = digitsAt(at)
  if (length === 0 || (load<u8>(at) === 0x30 && length > 1)) return 0
  if (length < 8) {
    rowNumber(role, numberAt(at, length))
    return at + length
  }
  const more = digitsAt(at + 8)
  if (more === 8) return 0
  let value = numberAt(at, 8)
  for (let i: usize = 0; i < more; i++) value *= 10
  rowNumber(role, more === 0 ? value : value + numberAt(at + 8, more))
  return at + 8 + more
}

/** How many of the eight bytes at `at` are digits, up to the first other one. */
function digitsAt(at: usize): usize {
  const digits = load<u64>(at) ^ 0x3030303030303030
  // The highest bit of the first byte that is no digit is set; of those behind it, it may be.
  const others = ((digits + 0x7676767676767676) | digits) & 0x8080808080808080
  return others === 0 ? 8 : <usize>ctz(others) >> 3
}

/** The number that so many digits write, one to eight. */
function numberAt(at: usize, length: usize): u64 {
  return numberOf((load<u64>(at) ^ 0x3030303030303030) << ((8 - <u64>length) << 3))
}

function same(a: usize, b: usize, length: usize): bool {
  let i: usize = 0
  for (; i + 16 <= length; i += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) !== 0xffff) return false
  }
  const rest = (1 << (<i32>(length - i))) - 1
  return (i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) & rest) === rest
}

/** The skeleton being made: where the next part goes, and the next byte that belongs to none; 0 = it is too large. */
let making: usize = 0
let next: usize = 0
let pending: usize = 0

/** Begins the skeleton of the line at `from`; false when it is not worth it. */
export function beginSkeleton(from: usize): bool {
  if (made > hits + PATIENCE) return false
  made++
  if (count < MOST) oldest = count++
  making = SKELETONS + <usize>oldest * SIZE
  oldest = (oldest + 1) % MOST
  store<usize>(making, 0, ROOT)
  store<usize>(making, 0, FOLLOWER)
  next = making + PARTS
  pending = from
  return true
}

/** A value that nobody wants. */
export function anyHole(from: usize, to: usize): void {
  if (to - from > SHORT) hole(VALUE, 0, 0, from, to)
}

export function hole(kind: u32, role: u32, key: u32, from: usize, to: usize): void {
  bytes(from)
  if (next + PART > making + SIZE) next = making + SIZE
  else {
    store<u32>(next, kind)
    store<u32>(next, role, ROLE)
    store<u32>(next, key, KEY)
    next += PART
  }
  pending = to
}

export function endSkeleton(root: usize, number: u32, to: usize): void {
  bytes(to)
  if (next === making + SIZE) return
  store<usize>(making, next, PARTS_END)
  store<u32>(making, number, TEMPLATE)
  store<usize>(making, root, ROOT)
}

function bytes(to: usize): void {
  const length = to - pending
  const size = PART + ((length + 15) & ~15)
  if (next + size >= making + SIZE) {
    next = making + SIZE
    return
  }
  store<u32>(next, BYTES)
  store<usize>(next, length, LENGTH)
  for (let i: usize = 0; i < length; i += 16) v128.store(next + PART + i, v128.load(pending + i))
  next += size
}
