import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import { slotsFor } from './row-index.ts'
import type { CopyFinder } from './row-loops.ts'

/** Open addressing over row numbers: 4 bytes a slot, at most half full, no keys of its own. */
export class PlainCopies implements CopyFinder {
  private readonly rows: RecordRows
  private readonly openFile: number | null
  /** The first word of a row + 1; 0 = empty. */
  private readonly slots: Uint32Array
  private lastSlot = 0

  constructor(rows: RecordRows, openFile: number | null) {
    this.rows = rows
    this.openFile = openFile
    rows.join()
    this.slots = slotsFor(rows.length)
  }

  /**
   * One loop without calls, which V8 makes fast soon, and for good: it does for the first rows all that it does for those that meet others
   * in the table.
   */
  addFrom(first: number): number {
    const { slots, openFile } = this
    const { words, length } = this.rows
    const { idLow, idHigh } = WORD
    const mask = slots.length - 1
    for (let row = first; row < length; row++) {
      const word = row * ROW_WORDS
      const flags = words[word + WORD.flags]!
      if ((flags & (FLAG.anonymous | FLAG.dead)) !== 0) continue
      if ((flags & FLAG.update) !== 0 && words[word + WORD.file] === openFile) continue
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

  get known(): number {
    return (this.slots[this.lastSlot]! - 1) / ROW_WORDS
  }

  replaceKnown(row: number): void {
    this.slots[this.lastSlot] = row * ROW_WORDS + 1
  }

  end(): void {}
}
