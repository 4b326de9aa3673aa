import { LINE_TEXTS, LINE_TEXTS_END, SHARED, SHARED_END } from './memory'

/** The numbers that the caller gives to hashes. A place: the hash; its number + 1, 0 = empty. */
const NUMBER: usize = 8
const SIZE: usize = 16
const PLACES: usize = (SHARED_END - SHARED) / SIZE
/** So many are known at once. */
const MOST: u32 = <u32>PLACES / 2
/** That of a hash that has none yet. */
const NO_NUMBER: u32 = 0xffffffff

/** A text of the line at hand: its key, +ENCODED where it is to be decoded, and where it begins and ends with its quotes. */
const ENCODED: u32 = 0x80000000
const TEXT: usize = 12

let count: u32 = 0
let last: u64 = 0
let lastNumber: u32 = NO_NUMBER
let newPlace: usize = 0
let nextText: usize = LINE_TEXTS
/** Whether the hash that was asked for has no number: the caller is to give it one before it asks for another. */
export let isNew: bool = false

/** At the beginning of a line. */
export function forgetTexts(): void {
  nextText = LINE_TEXTS
}

/** A text that the line's hash is of; false when there is no room for it. */
export function addText(key: u32, from: usize, to: usize, encoded: bool): bool {
  if (nextText + TEXT > LINE_TEXTS_END) return false
  store<u32>(nextText, encoded ? key | ENCODED : key)
  store<usize>(nextText, from, 4)
  store<usize>(nextText, to, 8)
  nextText += TEXT
  return true
}

/** How many the line has. */
export function texts(): u32 {
  return <u32>((nextText - LINE_TEXTS) / TEXT)
}

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
