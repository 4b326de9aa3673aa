import { copyBytes, difference } from './bytes'
import { HASHES, HASHES_END, KNOWN_TEXTS, KNOWN_TEXTS_END, LINE_TEXTS, LINE_TEXTS_END } from './memory'

/** The numbers that the caller gives to hashes. A place: the hash; its number + 1, 0 = empty. */
const NUMBER: usize = 8
const SIZE: usize = 16
const PLACES: usize = (HASHES_END - HASHES) / SIZE
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

/** The text that was met last under a key: how long it is with its quotes, 0 = there is none; its hash; its bytes. */
const KNOWN_LENGTH: usize = 0
const KNOWN_HASH: usize = 8
const KNOWN_TEXT: usize = 16
const KNOWN_SIZE: usize = 128

/** Keys may have the same place: what stands there is true of the text, whatever its key is. */
function knownPlace(key: u32): usize {
  return KNOWN_TEXTS + ((<usize>key * KNOWN_SIZE) & (KNOWN_TEXTS_END - KNOWN_TEXTS - 1))
}

/**
 * Keeps a text without escapes, which stands in [at, end) with its quotes. None that is empty: lines with one are of another
 * likeness.
 */
export function keepText(key: u32, at: usize, end: usize, hash: u64): void {
  const known = knownPlace(key)
  const length = end - at
  const isKept = length > 2 && length <= KNOWN_SIZE - KNOWN_TEXT
  store<usize>(known, isKept ? length : 0, KNOWN_LENGTH)
  store<u64>(known, hash, KNOWN_HASH)
  if (isKept) copyBytes(known + KNOWN_TEXT, at, length)
}

/** Where the text at `at` ends when it is the one that is kept; else 0. */
export function endOfKnownText(key: u32, at: usize): usize {
  const known = knownPlace(key)
  const length = load<usize>(known, KNOWN_LENGTH)
  return length !== 0 && difference(known + KNOWN_TEXT, at, length) === 0 ? at + length : 0
}

/** Of the one that is kept. */
export function hashOfKnownText(key: u32): u64 {
  return load<u64>(knownPlace(key), KNOWN_HASH)
}

/** The number that the caller gave to a hash. */
export function numberOfHash(hash: u64): u32 {
  isNew = false
  if (hash === last && lastNumber !== NO_NUMBER) return lastNumber
  last = hash
  let place = <usize>(hash >> 32) & (PLACES - 1)
  while (true) {
    const at = HASHES + place * SIZE
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
  memory.fill(HASHES, 0, HASHES_END - HASHES)
  count = 0
  lastNumber = NO_NUMBER
}
