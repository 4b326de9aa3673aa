import { endOfValue } from './json'
import { numberOf } from './numbers'
import { IGNORED, rowNumber, rowText, SHARED, share, shareAgain } from './row'
import { NUMBER_HOLE, VALUE } from './skeleton'
import { encoded, endOfString, passString } from './strings'

/** Values at the holes of a skeleton: wanted ones go into the row at hand. */

/** Behind the value at `at`; 0 = it is none for this hole. */
export function passHole(kind: u32, role: u32, key: u32, at: usize, to: usize): usize {
  if (kind === NUMBER_HOLE) return passNumber(role, at)
  if (load<u8>(at) !== 0x22) return kind === VALUE ? endOfValue(at, to) : 0
  if (kind === VALUE || role === IGNORED) return passString(at + 1, to)
  if (role === SHARED) {
    const end = shareAgain(key, at)
    if (end !== 0) return end
  }
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
