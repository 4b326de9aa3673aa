import { FLAG } from '../usage/record-columns.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import type { Donors } from './donors.ts'

/**
 * DESIGN.md section 5 over rows. First the states of one update sequence (same identity, same file) become one row, in
 * file order. Then of all copies of a call one whole row wins: greatest output, greatest input, most classes stated,
 * not partial, earliest time, smallest tie hash. Commutative, associative, idempotent; so it may run as often as memory asks.
 *
 * Update rows of `openFile` take no part in the second step: their sequence may go on.
 */
export function dedupe(rows: RecordRows, donors: Donors, openFile: number | null): void {
  if (hasUpdates(rows)) joinUpdates(rows)
  joinCopies(rows, donors, openFile)
  rows.squeeze()
}

function hasUpdates(rows: RecordRows): boolean {
  for (let row = 0; row < rows.length; row++) if (rows.flags[row]! & FLAG.update) return true
  return false
}

function joinUpdates(rows: RecordRows): void {
  const index = new RowIndex(rows, (a, b) => rows.file[a] === rows.file[b])
  for (let row = 0; row < rows.length; row++) {
    if (!(rows.flags[row]! & FLAG.update)) continue
    const first = index.findOrAdd(row)
    if (first === row) continue
    rows.overlay(first, row)
    rows.fold(first, row)
  }
}

function joinCopies(rows: RecordRows, donors: Donors, openFile: number | null): void {
  const index = new RowIndex(rows, () => true)
  for (let row = 0; row < rows.length; row++) {
    const flags = rows.flags[row]!
    if (flags & (FLAG.anonymous | FLAG.dead)) continue
    if (flags & FLAG.update && rows.file[row] === openFile) continue
    const known = index.findOrAdd(row)
    if (known === row) continue
    const [winner, loser] = rows.beats(row, known) ? [row, known] : [known, row]
    index.replace(known, winner)
    donors.note(rows, winner, loser)
    rows.seenAt(winner, rows.time[loser]!)
    rows.fold(winner, loser)
  }
}

/** Open addressing over row numbers: 4 bytes a slot, at most half full, no keys of its own. */
class RowIndex {
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
    const { idLow, idHigh } = this.rows
    const mask = this.slots.length - 1
    const [low, high] = [idLow[row]!, idHigh[row]!]
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const known = this.slots[slot]! - 1
      if (known >= 0 && !(idLow[known] === low && idHigh[known] === high && this.same(known, row))) continue
      this.lastSlot = slot
      if (known < 0) this.slots[slot] = row + 1
      return known < 0 ? row : known
    }
  }

  /** Puts `row` where findOrAdd found `known` just before. */
  replace(known: number, row: number): void {
    if (known !== row) this.slots[this.lastSlot] = row + 1
  }
}
