/** Trees of wanted keys, as src/scan/wanted-tree.ts writes them. */

/**
 * A node of the tree: bits of its hash table, what becomes of other keys, the node for elements of an array or 0, then the
 * table.
 */
const BITS: usize = 0
export const CLOSED: usize = 1
export const ELEMENT: usize = 4
const TABLE: usize = 8

/** What CLOSED is where no other key may be; 1 = other keys are noted, 0 = they are passed over. */
export const ONLY: u8 = 2

/**
 * Behind ELEMENT, where a node is for an array: 0, or how pairs are written which stand for the object that ELEMENT is for:
 * nodes that tell the name and the value of a pair by 1 and 2, and the kinds of values; how many beginnings are wanted; the
 * first eight bytes of each, and a mask for those that count.
 */
export const PAIRS: usize = 8
const PARTS: usize = 0
const KINDS: usize = 4
const COUNT: usize = 8
const BEGINNINGS: usize = 16
const BEGINNING_SIZE: usize = 16

export const PAIR_NAME: u32 = 1
export const PAIR_VALUE: u32 = 2

/** Which part of a pair stands under the key at `at`; 0 = none. */
export function pairPart(pairs: usize, at: usize, length: usize): u32 {
  return numberAt(load<usize>(pairs, PARTS), at, length)
}

/** Whether a value of a pair has its own value under the key at `at`. */
export function isPairKind(pairs: usize, at: usize, length: usize): bool {
  return numberAt(load<usize>(pairs, KINDS), at, length) !== 0
}

function numberAt(node: usize, at: usize, length: usize): u32 {
  const key = keyAt(node, at, length)
  return key === 0 ? 0 : load<u32>(key, NUMBER_OF_KEY)
}

/** Whether the name at `at`, which a quote ends, begins as wanted ones do. */
export function beginsWanted(pairs: usize, at: usize): bool {
  const name = load<u64>(at)
  const end = pairs + BEGINNINGS + load<usize>(pairs, COUNT) * BEGINNING_SIZE
  for (let beginning = pairs + BEGINNINGS; beginning < end; beginning += BEGINNING_SIZE) {
    if ((name & load<u64>(beginning, 8)) === load<u64>(beginning)) return true
  }
  return false
}

/**
 * A wanted key: its first eight bytes, its length, its bytes, its number (0 = empty place), the node behind it or 0, where
 * the text stands that was last found under it, and what numbers and texts under it are in
 * a row (row.ts): but for ALIKE no part of the likeness.
 */
const FIRST: usize = 0
const LENGTH: usize = 8
const BYTES: usize = 12
export const NUMBER_OF_KEY: usize = 16
export const NODE: usize = 20
export const LAST: usize = 24
export const ROLE: usize = 28
const KEY_SIZE: usize = 32

/** The wanted key that stands at `at`; 0 = it is not wanted here. */
export function keyAt(node: usize, at: usize, length: usize): usize {
  let first = load<u64>(at)
  if (length < 8) first &= ((<u64>1) << ((<u64>length) << 3)) - 1
  const bits = <u32>load<u8>(node, BITS)
  const mask = (1 << bits) - 1
  let place = <u32>(((first ^ length) * 0x9e3779b97f4a7c15) >> (64 - bits))
  while (true) {
    const key = node + TABLE + <usize>place * KEY_SIZE
    if (load<u32>(key, NUMBER_OF_KEY) === 0) return 0
    if (load<u64>(key, FIRST) === first && load<usize>(key, LENGTH) === length) {
      if (length <= 8 || sameEnds(load<usize>(key, BYTES), at, length)) return key
    }
    place = (place + 1) & mask
  }
}

/** True when two strings of more than eight bytes are equal that begin with the same eight. */
function sameEnds(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 8; i + 8 < length; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false
  return load<u64>(a + length - 8) === load<u64>(b + length - 8)
}
