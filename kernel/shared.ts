import { SHARED, SHARED_END } from './memory'

/** The numbers that the caller gives to hashes. A place: the hash; its number + 1, 0 = empty. */
const NUMBER: usize = 8
const SIZE: usize = 16
const PLACES: usize = (SHARED_END - SHARED) / SIZE
/** So many are known at once. */
const MOST: u32 = <u32>PLACES / 2
/** That of a hash that has none yet. */
const NO_NUMBER: u32 = 0xffffffff

let count: u32 = 0
let last: u64 = 0
let lastNumber: u32 = NO_NUMBER
let newPlace: usize = 0
/** Whether the hash that was asked for has no number: the caller is to give it one before it asks for another. */
export let isNew: bool = false

export function numberOfHash(hash: u64): u32 {
  isNew = false
  if (hash === last && lastNumber !== NO_NUMBER) return lastNumber
  last = hash
  let place = <usize>(hash >> 32) & (PLACES - 1)
  while (true) {
    const at = SHARED + place * SIZE
    const number = load<u32>(at, NUMBER)
    if (number === 0) {
      isNew = true
      newPlace = at
      lastNumber = NO_NUMBER
      return lastNumber
    }
    if (load<u64>(at) === hash) {
      lastNumber = number - 1
      return lastNumber
    }
    place = (place + 1) & (PLACES - 1)
  }
}

/** Gives the hash that is new its number. Where many have one, they lose theirs. */
export function numberHash(number: u32): void {
  store<u64>(newPlace, last)
  store<u32>(newPlace, number + 1, NUMBER)
  lastNumber = number
  if (++count === MOST) forgetHashes()
}

export function forgetHashes(): void {
  memory.fill(SHARED, 0, SHARED_END - SHARED)
  count = 0
  lastNumber = NO_NUMBER
}
