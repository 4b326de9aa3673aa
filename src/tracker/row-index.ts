import type { RecordRows } from '../usage/record-rows.ts'

/** Open addressing over row numbers: 4 bytes a slot, at most half full, no keys of its own. */
export class RowIndex {
  private readonly rows: RecordRows
  private readonly same: (a: number, b: number) => boolean
  /** Row number + 1; 0 = empty. */
  private readonly slots: Uint32Array
  private lastSlot = 0

  constructor(rows: RecordRows, same: (a: number, b: number) => boolean) {
    this.rows = rows
    this.same = same
    let size = 16
    while (size < rows.length * 2) size *= 2
    this.slots = new Uint32Array(size)
  }

  /** The row with the identity of `row` that was added before, or `row` itself, which then is added. */
  findOrAdd(row: number): number {
    const { rows } = this
    const mask = this.slots.length - 1
    const [low, high] = [rows.idLowOf(row), rows.idHighOf(row)]
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const known = this.slots[slot]! - 1
      if (known >= 0 && !(rows.idLowOf(known) === low && rows.idHighOf(known) === high && this.same(known, row)))
        continue
      this.lastSlot = slot
      if (known < 0) this.slots[slot] = row + 1
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
