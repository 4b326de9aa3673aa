import { DIGITS_END } from './memory'

/** The hash of a text that is told piece by piece, as src/usage/hash.ts has it. */
const BEGIN_LOW: u32 = 0xdeadbeef
const BEGIN_HIGH: u32 = 0x41c6ce57

let low: u32 = 0
let high: u32 = 0

/** The halves of the hash of what was told before: see hashBegun there. */
export function beginText(lowHalf: u32, highHalf: u32): void {
  low = lowHalf
  high = highHalf
}

/** Bytes that are ASCII. */
export function tellBytes(at: usize, end: usize): void {
  let l = low
  let h = high
  for (; at < end; at++) {
    const unit = <u32>load<u8>(at)
    l = (l ^ unit) * 2654435761
    h = (h ^ unit) * 1597334677
  }
  low = l
  high = h
}

/** A whole number, as it is written. */
export function tellNumber(value: u64): void {
  let first = DIGITS_END
  do {
    store<u8>(--first, <u8>(0x30 + (value % 10)))
    value /= 10
  } while (value !== 0)
  tellBytes(first, DIGITS_END)
}

/** Writes the hash of all that was told. */
export function endText(to: usize): void {
  const l = ((low ^ (low >>> 16)) * 2246822507) ^ ((high ^ (high >>> 13)) * 3266489909)
  store<u32>(to, l)
  store<u32>(to, ((high ^ (high >>> 16)) * 2246822507) ^ ((l ^ (l >>> 13)) * 3266489909), 4)
}

/** Writes the hash of a text of so many bytes, which are ASCII. */
export function storeHash(to: usize, at: usize, length: usize): void {
  beginText(BEGIN_LOW, BEGIN_HIGH)
  tellBytes(at, at + length)
  endText(to)
}
