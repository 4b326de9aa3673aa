import { isZero } from '../usage/counts.ts'
import { FLAG } from '../usage/record-columns.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import type { Donors } from './donors.ts'
import { RowIndex } from './row-index.ts'

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

/** Drops update sequences that ended with nothing but zeros: no calls after all. Counts them in `emptied`, by file number. */
export function dropEmptied(rows: RecordRows, emptied: number[]): void {
  for (let row = 0; row < rows.length; row++) {
    if (!(rows.flags[row]! & FLAG.update) || rows.extraOf(row)?.fees !== undefined || !isZero(rows.countsOf(row)))
      continue
    rows.flags[row]! |= FLAG.dead
    emptied[rows.file[row]!] = (emptied[rows.file[row]!] ?? 0) + 1
  }
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
