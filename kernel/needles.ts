/**
 * Finds byte strings in bytes, many at once (Teddy, of the Hyperscan regular expression library). Each needle is known by
 * a fingerprint of four of its bytes; fingerprints are dealt to eight buckets. For each position in a fingerprint two
 * tables of sixteen entries tell which buckets have a byte with this low, and with this high half there.
 */
import { NEEDLES, RESULT } from './memory'

/** At NEEDLES: 4 × (low, high) tables, 8 × (first, end) of a bucket's needles, then the needles themselves. */
const BUCKETS: usize = NEEDLES + 128

/** A needle: its fingerprint, where that lies in it, its length, where its bytes are. */
const FINGERPRINT: usize = 0
const BEFORE: usize = 4
const LENGTH: usize = 8
const TEXT: usize = 12
const NEEDLE_SIZE: usize = 16

/**
 * Looks in [from, to) for the needle that ends first. Returns where it ends and writes where it starts; 0 = none.
 */
export function find(from: usize, to: usize): usize {
  let found: usize = 0
  const nibble = i8x16.splat(15)
  const low0 = v128.load(NEEDLES)
  const high0 = v128.load(NEEDLES, 16)
  const low1 = v128.load(NEEDLES, 32)
  const high1 = v128.load(NEEDLES, 48)
  const low2 = v128.load(NEEDLES, 64)
  const high2 = v128.load(NEEDLES, 80)
  const low3 = v128.load(NEEDLES, 96)
  const high3 = v128.load(NEEDLES, 112)
  let before0 = i8x16.splat(0)
  let before1 = before0
  let before2 = before0
  for (let at = from; at < to; at += 16) {
    const bytes = v128.load(at)
    const low = v128.and(bytes, nibble)
    const high = v128.and(i16x8.shr_u(bytes, 4), nibble)
    const buckets0 = v128.and(i8x16.swizzle(low0, low), i8x16.swizzle(high0, high))
    const buckets1 = v128.and(i8x16.swizzle(low1, low), i8x16.swizzle(high1, high))
    const buckets2 = v128.and(i8x16.swizzle(low2, low), i8x16.swizzle(high2, high))
    const buckets3 = v128.and(i8x16.swizzle(low3, low), i8x16.swizzle(high3, high))
    const buckets = v128.and(
      v128.and(
        v128.shuffle<u8>(before0, buckets0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        v128.shuffle<u8>(before1, buckets1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
      ),
      v128.and(
        v128.shuffle<u8>(before2, buckets2, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
        buckets3,
      ),
    )
    before0 = buckets0
    before1 = buckets1
    before2 = buckets2
    if (!v128.any_true(buckets)) continue
    const end = verify(buckets, at - 3, from, to)
    if (end === 0) continue
    found = end
    to = end - 1
    at -= 16
    before0 = before1 = before2 = i8x16.splat(-1)
  }
  return found
}

/** A needle among those whose fingerprint begins in the sixteen bytes at `at`. */
function verify(buckets: v128, at: usize, from: usize, to: usize): usize {
  v128.store(RESULT, buckets, 16)
  let lanes = ~i8x16.bitmask(i8x16.eq(buckets, i8x16.splat(0))) & 0xffff
  while (lanes !== 0) {
    const lane: usize = ctz(lanes)
    lanes &= lanes - 1
    let bits = <u32>load<u8>(RESULT + lane, 16)
    const fingerprint = load<u32>(at + lane)
    while (bits !== 0) {
      const bucket = BUCKETS + (<usize>ctz(bits) << 3)
      bits &= bits - 1
      const end = load<usize>(bucket, 4)
      for (let needle = load<usize>(bucket); needle < end; needle += NEEDLE_SIZE) {
        if (load<u32>(needle, FINGERPRINT) !== fingerprint) continue
        const start = at + lane - load<usize>(needle, BEFORE)
        const length = load<usize>(needle, LENGTH)
        if (start < from || start + length > to) continue
        if (!same(start, load<usize>(needle, TEXT), length)) continue
        store<usize>(RESULT, start)
        return start + length
      }
    }
  }
  return 0
}

function same(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return false
  return true
}
