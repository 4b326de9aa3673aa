import type { RecordRows } from '../usage/record-rows.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'

/** Open addressing over row numbers: 4 bytes a slot, at most half full, no keys of its own. */
export class RowIndex {
  private readonly rows: RecordRows
  private readonly same: ((a: number, b: number) => boolean) | null
  /** The first word of a row + 1; 0 = empty. */
  private readonly slots: Uint32Array

  /** `same`: whether two rows of equal identity count as one; null = they all do. */
  constructor(rows: RecordRows, same: ((a: number, b: number) => boolean) | null = null) {
    this.rows = rows
    this.same = same
    rows.join()
    this.slots = slotsFor(rows.length)
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
      return known < 0 ? row : known / ROW_WORDS
    }
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

/** Empty ones for so many rows: twice as many or more, a power of two. */
export function slotsFor(rows: number): Uint32Array {
  let size = 16
  while (size < rows * 2) size *= 2
  return new Uint32Array(size)
}
