import { copyBytes, difference } from './bytes'
import { SKELETONS, SKELETONS_END } from './memory'

/**
 * Lines of a log are written by one program: most are, byte for byte, an earlier line with other values at a few places. A
 * skeleton is such a line: stretches of bytes, and between them holes for values. It finds nothing that walking through the
 * line would not find; it is only faster.
 */

/**
 * A skeleton: by which tree it was read (0 = by none), the template of its lines, where its parts end, which one followed it last,
 * for each of all skeletons up to where both have the same parts; then its parts.
 */
export const ROOT: usize = 0
const TEMPLATE: usize = 4
const PARTS_END: usize = 8
const FOLLOWER: usize = 12
const COMMON: usize = 16
const SIZE: usize = 0x1000
const MOST: u32 = <u32>((SKELETONS_END - SKELETONS) / SIZE)
export const PARTS: usize = COMMON + 2 * <usize>MOST

/** A part: how many bytes; the kind of the hole behind them, the role and the key of its value; the bytes, up to a multiple of 16. */
export const LENGTH: usize = 0
export const KIND: usize = 4
export const ROLE: usize = 8
export const KEY: usize = 12
export const STRETCH: usize = 16

/** Kinds of holes: the last part has none; a value that nobody wants; a text and a number that are wanted. */
export const NO_HOLE: u32 = 0
export const VALUE: u32 = 1
export const TEXT_HOLE: u32 = 2
export const NUMBER_HOLE: u32 = 3

/** A value that nobody wants and that is not longer is taken to be always the same. */
const SHORT: usize = 16
/** After so many more skeletons than lines that had one, no more are made. */
const PATIENCE: u32 = 256

export let count: u32 = 0
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

export function skeletonAt(number: u32): usize {
  return SKELETONS + <usize>number * SIZE
}

/** The one that followed the latest line's the last time; 0 = none. */
export function expectedSkeleton(): usize {
  return latest === 0 ? 0 : load<usize>(latest, FOLLOWER)
}

/** A line has this skeleton. Returns its template. */
export function meet(skeleton: usize): u32 {
  if (latest !== 0) store<usize>(latest, skeleton, FOLLOWER)
  latest = skeleton
  hits++
  return load<u32>(skeleton, TEMPLATE)
}

/** The place behind the last part that is the same in both and in the same place. */
export function commonEnd(a: usize, b: usize): usize {
  return <usize>load<u16>(commonPlace(a, b))
}

function commonPlace(skeleton: usize, other: usize): usize {
  return skeleton + COMMON + (((other - SKELETONS) / SIZE) << 1)
}

/** The size of a part with so many bytes. */
export function partSize(length: usize): usize {
  return STRETCH + ((length + 15) & ~15)
}

/** The skeleton being made: where the next part goes, and the next byte that belongs to none. */
let making: usize = 0
let next: usize = 0
let pending: usize = 0
let isTooLarge: bool = false

/** Begins the skeleton of the line at `from`; false when it is not worth it. */
export function beginSkeleton(from: usize): bool {
  if (made > hits + PATIENCE) return false
  made++
  if (count < MOST) oldest = count++
  making = skeletonAt(oldest)
  oldest = (oldest + 1) % MOST
  store<usize>(making, 0, ROOT)
  store<usize>(making, 0, FOLLOWER)
  next = making + PARTS
  pending = from
  isTooLarge = false
  return true
}

/** A value that nobody wants. */
export function anyHole(from: usize, to: usize): void {
  if (to - from > SHORT) hole(VALUE, 0, 0, from, to)
}

export function hole(kind: u32, role: u32, key: u32, from: usize, to: usize): void {
  const length = from - pending
  const end = next + partSize(length)
  isTooLarge = isTooLarge || end > making + SIZE
  if (isTooLarge) return
  store<usize>(next, length, LENGTH)
  store<u32>(next, kind, KIND)
  store<u32>(next, role, ROLE)
  store<u32>(next, key, KEY)
  copyBytes(next + STRETCH, pending, length)
  next = end
  pending = to
}

export function endSkeleton(root: usize, template: u32, to: usize): void {
  hole(NO_HOLE, 0, 0, to, to)
  if (isTooLarge) return
  store<usize>(making, next, PARTS_END)
  store<u32>(making, template, TEMPLATE)
  store<usize>(making, root, ROOT)
  for (let i: u32 = 0; i < count; i++) compare(making, skeletonAt(i))
}

function compare(a: usize, b: usize): void {
  const end = min(load<usize>(a, PARTS_END) - a, load<usize>(b, PARTS_END) - b)
  let common = PARTS
  while (common < end && isSamePart(a + common, b + common)) common += partSize(load<usize>(a + common, LENGTH))
  store<u16>(commonPlace(a, b), <u16>common)
  store<u16>(commonPlace(b, a), <u16>common)
}

function isSamePart(a: usize, b: usize): bool {
  // Length and kind, then role and key.
  if (load<u64>(a, LENGTH) !== load<u64>(b, LENGTH) || load<u64>(a, ROLE) !== load<u64>(b, ROLE)) return false
  return difference(a + STRETCH, b + STRETCH, load<usize>(a, LENGTH)) === 0
}
