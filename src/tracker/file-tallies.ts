import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import { isEmptied } from './dedupe.ts'
import { KernelRuns } from './kernel-runs.ts'
import { PlainRuns } from './plain-runs.ts'

/** Calls of one file that are counted with less than their full tokens. */
export interface UncertainCalls {
  /** Those that state no counts. */
  readonly withoutCounts: number
  /** Others that are not final. */
  readonly partial: number
}

/** What is kept of one file's records: distinct entries with a kept call, and kept calls. */
export interface FileTally extends UncertainCalls {
  readonly entries: number
  readonly calls: number
  /** Entries whose update sequence ended with nothing but zeros: no call after all. */
  readonly emptied: number
}

export const NO_TALLY: FileTally = { entries: 0, calls: 0, emptied: 0, withoutCounts: 0, partial: 0 }

/** What rows keep, by file number up to `files`. Entries at offsets that `leftOut` names are not counted as entries. */
export function talliesOf(
  rows: RecordRows,
  files: number,
  leftOut: (file: number) => ReadonlySet<number> | null,
): readonly FileTally[] {
  const tallies: Tally[] = Array.from({ length: files }, () => ({ ...NO_TALLY }))
  const latest = new Float64Array(files).fill(-1)
  const calls = Float64Array.from(rows.descriptors.values, (descriptor) => descriptor.calls ?? 0)
  const runs = KernelRuns.of(rows, calls) ?? new PlainRuns(rows, calls)
  /** Files whose rows are not in the order of their entries. */
  const disordered = new Set<number>()
  for (let row = 0; row < rows.length; ) {
    const file = rows.fileOf(row)
    const tally = tallies[file]!
    const omitted = leftOut(file)
    const end = omitted === null ? runs.endOf(row, latest[file]!) : row
    if (end > row) {
      tally.entries += end - row
      tally.calls += runs.calls
      tally.partial += runs.partial
      latest[file] = rows.offsetOf(end - 1)
      row = end
      continue
    }
    const offset = rows.offsetOf(row)
    if (!rows.isSpent(row)) {
      addUncertain(tally, rows, row)
      tally.calls += calls[rows.descriptorOf(row)]!
      if (offset < latest[file]!) disordered.add(file)
      else if (offset > latest[file]! && omitted?.has(offset) !== true) tally.entries++
      latest[file] = offset
    } else if (isEmptied(rows, row)) tally.emptied++
    row++
  }
  runs.end()
  for (const [file, offsets] of offsetsIn(rows, disordered)) tallies[file]!.entries = entriesAt(offsets, leftOut(file))
  return tallies
}

/** The offsets of what rows keep of these files. */
function offsetsIn(rows: RecordRows, files: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const offsets = new Map(Array.from(files, (file): [number, number[]] => [file, []]))
  for (let row = 0; files.size > 0 && row < rows.length; row++)
    if (!rows.isSpent(row)) offsets.get(rows.fileOf(row))?.push(rows.offsetOf(row))
  return offsets
}

/** How many entries stand at these offsets, but for those that are left out. Sorted, not a set: a file may have millions. */
function entriesAt(offsets: readonly number[], leftOut: ReadonlySet<number> | null): number {
  const inOrder = Float64Array.from(offsets).sort()
  const isNew = (offset: number, at: number) => offset !== inOrder[at - 1] && leftOut?.has(offset) !== true
  return inOrder.reduce((entries, offset, at) => (isNew(offset, at) ? entries + 1 : entries), 0)
}

type Tally = { -readonly [name in keyof FileTally]: number }

function addUncertain(tally: Tally, rows: RecordRows, row: number): void {
  if (rows.isUnstated(row) && (rows.extraOf(row)?.fees ?? null) === null) tally.withoutCounts++
  else if (rows.has(row, FLAG.partial)) tally.partial++
}
