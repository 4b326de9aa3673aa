/**
 * The grammar of JSON (RFC 8259) over bytes that stand in memory: where a value ends, or 0 where there is no valid one.
 * Nothing is accepted that JSON.parse refuses. What begins before `to` may be found to end behind it, in bytes of others:
 * the caller compares the end of the whole with `to`.
 */

import { endOfScalar } from './numbers'
import { passString } from './strings'

const QUOTE: u8 = 0x22
const COMMA: u8 = 0x2c
const COLON: u8 = 0x3a
const OPEN_OBJECT: u8 = 0x7b
const CLOSE_OBJECT: u8 = 0x7d
const OPEN_ARRAY: u8 = 0x5b
const CLOSE_ARRAY: u8 = 0x5d

/** Set where white space is passed over that is a newline; to be cleared by who wants to know. */
export let newlinePassed: bool = false

export function forgetNewlines(): void {
  newlinePassed = false
}

/** The first byte at `at` or behind it that is no white space. */
export function behindSpace(at: usize): usize {
  while (load<u8>(at) <= 0x20 && isSpace(load<u8>(at))) at++
  return at
}

function isSpace(byte: u8): bool {
  if (byte === 0x0a) newlinePassed = true
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** Behind the value at `at`, whatever it is. 0 too when it is nested more than 62 deep. */
export function endOfValue(at: usize, to: usize): usize {
  // One bit for each open container, the innermost last: 1 = object.
  let open: u64 = OUTSIDE
  while (at < to) {
    if (open & 1) {
      at = behindName(at, to)
      if (at === 0) return 0
    }
    const byte = load<u8>(at)
    if (byte === QUOTE) at = passString(at + 1, to)
    else if (byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) at = endOfScalar(at)
    else {
      const isObject = byte === OPEN_OBJECT
      if (open >> 63 !== 0) return 0
      at = behindSpace(at + 1)
      if (load<u8>(at) !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        open = (open << 1) | u64(isObject)
        continue
      }
      at++
    }
    if (at === 0) return 0
    while (open !== OUTSIDE) {
      at = behindSpace(at)
      const next = load<u8>(at++)
      if (next === COMMA) break
      if (next !== (open & 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) return 0
      open >>= 1
    }
    if (open === OUTSIDE) return at
    at = behindSpace(at)
  }
  return 0
}

/** What `open` is where no container is: one bit ends the others, and no name stands before the value. */
const OUTSIDE: u64 = 2

/** Behind the name at `at` and its colon; 0 = there is none. */
function behindName(at: usize, to: usize): usize {
  if (load<u8>(at) !== QUOTE) return 0
  at = passString(at + 1, to)
  if (at === 0) return 0
  at = behindSpace(at)
  return load<u8>(at) === COLON ? behindSpace(at + 1) : 0
}
