/**
 * Hashes of 64 bits that tell whether things are alike. They begin with a number that nobody who writes a log can know, so
 * that none can be made to collide.
 */
let seed: u64 = 0

export function setSeed(value: u64): void {
  seed = value
}

/** The hash that has this number alone. */
export function hashOfNumber(value: u64): u64 {
  return seed ^ value
}

/** The hash with one more number mixed in: another one for any other number. */
export function mixed(hash: u64, value: u64): u64 {
  const product = (hash ^ value) * 0x9e3779b97f4a7c15
  return product ^ (product >> 29)
}

/** Of bytes. Loads up to eight of them behind their end, and leaves those out. */
export function hashOf(at: usize, length: usize): u64 {
  let hash = hashOfNumber(length)
  let i: usize = 0
  for (; i + 8 <= length; i += 8) hash = mixed(hash, load<u64>(at + i))
  const rest = (length - i) << 3
  return rest === 0 ? hash : mixed(hash, load<u64>(at + i) & (((<u64>1) << (<u64>rest)) - 1))
}

/** Mixes one number into a hash of 32 bits, as src/usage/hash.ts does. */
export function mix(hash: u32, value: u64): u32 {
  const mixed = ((hash ^ <u32>value) * 2654435761) ^ <u32>(value >> 32)
  return mixed ^ (mixed >>> 15)
}
