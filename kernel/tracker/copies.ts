/**
 * Finds rows whose identity an earlier row has: open addressing over the numbers of rows. A slot has the number of a row + 1 in its low
 * bits, and in the others as many of its identity, which tell most identities apart; the caller looks at the rest.
 */
import { ANONYMOUS, DEAD, FILE, FLAGS, ID, ROW, rowAt, UPDATE } from './memory'

let slots: usize = 0
let lastSlot: u32 = 0
/** The number of slots less one; they are a power of two. */
let mask: u32 = 0
let numbers: u32 = 0
let openFile: f64 = 0
let inSlot: u32 = 0
let isResumed: bool = false

/** There are so many slots, all zero, at this address; `bits` for the number of a row. Update rows of `open`, a file, are left out. */
export function setSlots(at: usize, size: u32, bits: u32, open: f64): void {
  slots = at
  mask = size - 1
  numbers = bits === 32 ? u32.MAX_VALUE : (1 << bits) - 1
  openFile = open
  isResumed = false
}

/**
 * Adds the rows [from, to) of the batch, of which the first has the number `base`, up to one whose identity seems to be that of a row
 * that was added before. Returns its place in the batch; where there is none, `to`.
 */
export function addRows(from: u32, to: u32, base: u32): u32 {
  for (let i = from, at = rowAt(from); i < to; i++, at += ROW) {
    const flags = load<u32>(at, FLAGS)
    if ((flags & (ANONYMOUS | DEAD)) !== 0) continue
    if ((flags & UPDATE) !== 0 && <f64>load<u32>(at, FILE) === openFile) continue
    const low = load<u32>(at, ID)
    const rest = load<u32>(at, ID + 4) & ~numbers
    let slot = isResumed ? lastSlot + 1 : low
    isResumed = false
    while (true) {
      slot &= mask
      const place = slots + ((<usize>slot) << 2)
      const found = load<u32>(place)
      if (found === 0) {
        store<u32>(place, rest | (base + i + 1))
        break
      }
      if ((found & ~numbers) === rest) {
        lastSlot = slot
        inSlot = found
        return i
      }
      slot++
    }
  }
  return to
}

/** The row whose identity seemed to be the same. */
export function known(): u32 {
  return (inSlot & numbers) - 1
}

/** It is not: the next row to be added is the same again, and goes on from there. */
export function passOver(): void {
  isResumed = true
}

/** Puts a row of the same identity in the place of `known`. */
export function replaceKnown(row: u32): void {
  store<u32>(slots + ((<usize>lastSlot) << 2), (inSlot & ~numbers) | (row + 1))
}
