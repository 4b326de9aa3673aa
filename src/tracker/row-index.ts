import type { RecordRows } from '../usage/record-rows.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'

/** Open addressing over row numbers: 4 bytes a slot, at most half full, no keys of its own. */
export class RowIndex {
  private readonly rows: RecordRows
  private readonly same: ((a: number, b: number) => boolean) | null
  /** Row number + 1; 0 = empty. */
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
    const low = words[row * ROW_WORDS + WORD.idLow]!
    const high = words[row * ROW_WORDS + WORD.idHigh]!
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const known = slots[slot]! - 1
      if (known >= 0) {
        const word = known * ROW_WORDS
        if (words[word + WORD.idLow] !== low || words[word + WORD.idHigh] !== high) continue
        if (same !== null && !same(known, row)) continue
      } else slots[slot] = row + 1
      this.lastSlot = slot
      return known < 0 ? row : known
    }
  }

  /**
   * Adds rows from this one on, up to one whose identity was added before, which is the result; where there is none it is the number
   * of rows. `isOut`: whether a row that has one of these flags is left out. For an index without `same`. One loop without calls,
   * which V8 makes fast soon.
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
      let slot = low & mask
      let known = slots[slot]!
      while (
        known !== 0 &&
        (words[(known - 1) * ROW_WORDS + idLow] !== low || words[(known - 1) * ROW_WORDS + idHigh] !== high)
      ) {
        slot = (slot + 1) & mask
        known = slots[slot]!
      }
      if (known === 0) slots[slot] = row + 1
      else {
        this.lastSlot = slot
        return row
      }
    }
    return length
  }

  /** The row that findOrAdd or addFrom found just before. */
  get known(): number {
    return this.slots[this.lastSlot]! - 1
  }

  /** Puts `row` in the place of `known`. */
  replaceKnown(row: number): void {
    this.slots[this.lastSlot] = row + 1
  }

  /** The row with this hash of an identity, −1 = none was added. */
  find(low: number, high: number): number {
    const { rows } = this
    const mask = this.slots.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const known = this.slots[slot]! - 1
      if (known < 0 || (rows.idLowOf(known) === low && rows.idHighOf(known) === high)) return known
    }
  }
}
