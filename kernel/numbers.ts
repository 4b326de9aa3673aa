/** Numbers and words of JSON (RFC 8259) over bytes that stand in memory: where one ends, or 0 where there is no valid one. */

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

export function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39
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

/** The number that eight bytes write, each the value of a digit, the first one in the lowest byte. */
export function numberOf(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8)
  const low = (pairs & 0x000000ff000000ff) * 0x000f424000000064
  const high = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001
  return (low + high) >> 32
}
