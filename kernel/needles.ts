import { NEEDLES, RESULT } from './memory'

/**
 * Finds byte strings in bytes, many at once (after Teddy, of the Hyperscan library). A needle is known by six of its bytes,
 * its window; windows are dealt to eight buckets. A table for each of the six positions tells by the low half of a byte
 * which buckets may have it there, one more by the high half of the first. Where all agree, the window is looked up.
 */

const WINDOW: usize = 6
const CHAINS: usize = NEEDLES + (WINDOW + 1) * 16
const CHAIN_BITS: u32 = 10

/** A needle: its window, where that lies in it, its length, its bytes, the next with the same hash. */
const WINDOW_BYTES: usize = 0
const BEFORE: usize = 8
const LENGTH: usize = 12
const TEXT: usize = 16
const NEXT: usize = 20

/** Of the needles that lie inside [from, to) the one that ends first: returns its end, writes its start. 0 = none. */
export function find(from: usize, to: usize): usize {
  let found: usize = 0
  const half = i8x16.splat(15)
  const table0 = v128.load(NEEDLES)
  const table1 = v128.load(NEEDLES, 16)
  const table2 = v128.load(NEEDLES, 32)
  const table3 = v128.load(NEEDLES, 48)
  const table4 = v128.load(NEEDLES, 64)
  const table5 = v128.load(NEEDLES, 80)
  const highs0 = v128.load(NEEDLES, 96)
  for (let at = from; at < to; at += 16) {
    const bytes = v128.load(at)
    const buckets = v128.and(
      v128.and(
        v128.and(
          v128.and(i8x16.swizzle(table0, v128.and(bytes, half)), i8x16.swizzle(highs0, i8x16.shr_u(bytes, 4))),
          i8x16.swizzle(table1, v128.and(v128.load(at, 1), half)),
        ),
        v128.and(
          i8x16.swizzle(table2, v128.and(v128.load(at, 2), half)),
          i8x16.swizzle(table3, v128.and(v128.load(at, 3), half)),
        ),
      ),
      v128.and(
        i8x16.swizzle(table4, v128.and(v128.load(at, 4), half)),
        i8x16.swizzle(table5, v128.and(v128.load(at, 5), half)),
      ),
    )
    if (!v128.any_true(buckets)) continue
    const end = verify(buckets, at, from, to)
    if (end === 0) continue
    // Another needle may begin before this one or behind it and end earlier: look again at these bytes.
    found = end
    to = end - 1
    at -= 16
  }
  return found
}

/** The end of the first needle inside [from, to) whose window begins at one of the sixteen places from `at` on. */
function verify(buckets: v128, at: usize, from: usize, to: usize): usize {
  let lanes = i8x16.bitmask(i8x16.eq(buckets, i8x16.splat(0))) ^ 0xffff
  while (lanes !== 0) {
    const window = at + <usize>ctz(lanes)
    lanes &= lanes - 1
    const bytes = load<u64>(window) << 16
    const chain = <usize>((bytes * 0x9e3779b97f4a7c15) >> (64 - CHAIN_BITS))
    for (let needle = <usize>load<u16>(CHAINS + (chain << 1)); needle !== 0; needle = load<usize>(needle, NEXT)) {
      if (load<u64>(needle, WINDOW_BYTES) !== bytes) continue
      const start = window - load<usize>(needle, BEFORE)
      const end = start + load<usize>(needle, LENGTH)
      if (start < from || end > to || !same(start, load<usize>(needle, TEXT), end - start)) continue
      store<usize>(RESULT, start)
      return end
    }
  }
  return 0
}

function same(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return false
  return true
}
