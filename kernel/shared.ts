import { SHARED, SHARED_END } from './memory'

/** Numbers of hashes, in the order in which they were met. A place: the hash; its number + 1, 0 = empty. */
const NUMBER: usize = 8
const SIZE: usize = 16
const PLACES: usize = (SHARED_END - SHARED) / SIZE

let count: u32 = 0
let last: u64 = 0
let lastNumber: u32 = 0
/** Whether the hash was met for the first time. */
export let isNew: bool = false

/** The caller sees to it that there are fewer hashes than places. */
export function numberOfHash(hash: u64): u32 {
  isNew = false
  if (count > 0 && hash === last) return lastNumber
  let place = <usize>(hash >> 32) & (PLACES - 1)
  while (true) {
    const at = SHARED + place * SIZE
    const number = load<u32>(at, NUMBER)
    if (number === 0) {
      isNew = true
      store<u64>(at, hash)
      store<u32>(at, ++count, NUMBER)
    }
    if (number === 0 || load<u64>(at) === hash) {
      last = hash
      lastNumber = load<u32>(at, NUMBER) - 1
      return lastNumber
    }
    place = (place + 1) & (PLACES - 1)
  }
}

export function forgetHashes(): void {
  memory.fill(SHARED, 0, SHARED_END - SHARED)
  count = 0
}
