import type { RecordRows } from '../usage/record-rows.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'

/** Open addressing over row numbers: 4 bytes a slot, at most half full, no keys of its own. */
export class RowIndex {
  private readonly rows: RecordRows
  private readonly same: ((a: number, b: number) => boolean) | null
  /** The first word of a row + 1; 0 = empty. */
  private readonly slots: Uint32Array
  private lastSlot = 0

  /** `same`: whether two rows of equal identity count as one; null = they all do. */
  constructor(rows: RecordRows, same: ((a: number, b: number) => boolean) | null = null) {
    this.rows = rows
    this.same = same
    let size = 16
    while (size < rows.length * 2) size *= 2
    this.slots = new Uint32Array(size)
  }

  /** The row with the identity of `row` that was added before, or `row` itself, which then is added. */
  findOrAdd(row: number): number {
    const { slots, same } = this
    const { words } = this.rows
    const mask = slots.length - 1
    const word = row * ROW_WORDS
    const low = words[word + WORD.idLow]!
    const high = words[word + WORD.idHigh]!
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const known = slots[slot]! - 1
      if (known >= 0) {
        if (words[known + WORD.idLow] !== low || words[known + WORD.idHigh] !== high) continue
        if (same !== null && !same(known / ROW_WORDS, row)) continue
      } else slots[slot] = word + 1
      this.lastSlot = slot
      return known < 0 ? row : known / ROW_WORDS
    }
  }

  /**
   * Adds rows from this one on, up to one whose identity was added before, which is the result; where there is none it is the number
   * of rows. `isOut`: whether a row that has one of these flags is left out. For an index without `same`. One loop without calls,
   * which V8 makes fast soon, and for good: it does for the first rows all that it does for those that meet others in the table.
   */
  addFrom(first: number, flags: number, isOut: (row: number) => boolean): number {
    const { slots } = this
    const { words, length } = this.rows
    const { idLow, idHigh } = WORD
    const mask = slots.length - 1
    for (let row = first; row < length; row++) {
      const word = row * ROW_WORDS
      if ((words[word + WORD.flags]! & flags) !== 0 && isOut(row)) continue
      const low = words[word + idLow]!
      const high = words[word + idHigh]!
      let slot = low - 1
      let known: number
      do {
        slot = (slot + 1) & mask
        known = (slots[slot]! || word + 1) - 1
      } while (words[known + idLow] !== low || words[known + idHigh] !== high)
      if (known !== word) {
        this.lastSlot = slot
        return row
      }
      slots[slot] = word + 1
    }
    return length
  }

  /** The row that findOrAdd or addFrom found just before. */
  get known(): number {
    return (this.slots[this.lastSlot]! - 1) / ROW_WORDS
  }

  /** Puts `row` in the place of `known`. */
  replaceKnown(row: number): void {
    this.slots[this.lastSlot] = row * ROW_WORDS + 1
  }

  /** The row with this hash of an identity, −1 = none was added. */
  find(low: number, high: number): number {
    const { slots, rows } = this
    const mask = slots.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (slots[slot] === 0) return -1
      const known = (slots[slot]! - 1) / ROW_WORDS
      if (rows.idLowOf(known) === low && rows.idHighOf(known) === high) return known
    }
  }
}
