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

  /** Puts `row` where findOrAdd found `known` just before. */
  replace(known: number, row: number): void {
    if (known !== row) this.slots[this.lastSlot] = row + 1
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
