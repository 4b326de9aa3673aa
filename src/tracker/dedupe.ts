import { isZero } from '../usage/counts.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { Donors } from './donors.ts'
import { KernelCopies } from './kernel-copies.ts'
import { PlainCopies } from './plain-copies.ts'
import { RowIndex } from './row-index.ts'

/**
 * What the Invariants of ARCHITECTURE.md say about states and copies, over rows. First the states of one update sequence
 * (same identity, same file) become one row, in file order. Then of all copies of a call one whole row wins: greatest
 * output, greatest input, most classes stated, not partial, earliest time, smallest tie hash. Commutative, associative,
 * idempotent; so it may run as often as memory asks.
 *
 * Update rows of `openFile` take no part in the second step: their sequence may go on.
 */
export function dedupe(rows: RecordRows, donors: Donors, openFile: number | null): void {
  if (rows.mayHave(FLAG.update)) {
    for (let row = 0; row < rows.length; row++) if (isEmptied(rows, row)) rows.unflag(row, FLAG.spent)
    joinUpdates(rows)
  }
  joinCopies(rows, donors, openFile)
  rows.squeeze()
}

/**
 * Spends update sequences that ended with nothing but zeros: no calls after all. Their rows stay, since a copy that comes
 * later makes them duplicates.
 */
export function spendEmptied(rows: RecordRows): void {
  if (!rows.mayHave(FLAG.update)) return
  for (let row = 0; row < rows.length; row++) {
    if (!rows.has(row, FLAG.update) || rows.extraOf(row)?.fees !== undefined || !isZero(rows.countsOf(row))) continue
    if (!rows.has(row, FLAG.total)) rows.flag(row, FLAG.spent)
  }
}

/** True for rows that spendEmptied spent. */
export function isEmptied(rows: RecordRows, row: number): boolean {
  return rows.has(row, FLAG.update) && rows.isSpent(row) && !rows.has(row, FLAG.total)
}

function joinUpdates(rows: RecordRows): void {
  const index = new RowIndex(rows, (a, b) => rows.fileOf(a) === rows.fileOf(b))
  for (let row = 0; row < rows.length; row++) {
    if (!rows.has(row, FLAG.update)) continue
    const first = index.findOrAdd(row)
    if (first === row) continue
    rows.overlay(first, row)
    rows.fold(first, row)
  }
}

function joinCopies(rows: RecordRows, donors: Donors, openFile: number | null): void {
  const copies = KernelCopies.of(rows, openFile) ?? new PlainCopies(rows, openFile)
  for (let row = copies.addFrom(0); row < rows.length; row = copies.addFrom(row + 1)) {
    const { known } = copies
    const [winner, loser] = rows.beats(row, known) ? [row, known] : [known, row]
    copies.replaceKnown(winner)
    donors.note(rows, winner, loser)
    rows.seenAt(winner, rows.timeOf(loser))
    rows.fold(winner, loser)
  }
  copies.end()
}
