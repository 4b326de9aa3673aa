import { INPUT_OR_OUTPUT } from '../usage/record-counts.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import { isEmptied } from './dedupe.ts'

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
  /** Files whose rows are not in the order of their entries. */
  const disordered = new Set<number>()
  for (let row = 0; row < rows.length; ) {
    const file = rows.fileOf(row)
    const tally = tallies[file]!
    const omitted = leftOut(file)
    const end = omitted === null ? endOfPlain(rows, row, latest[file]!) : row
    if (end > row) {
      tally.entries += end - row
      tally.calls += callsIn(rows, row, end, calls)
      tally.partial += partialIn(rows, row, end)
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

/*
 * The loops over most rows have functions of their own, as small as can be: what V8 takes to make one fast is as long as the slow
 * way takes for a hundred thousand rows.
 */

/** Where rows of the same file end that are calls with counts, each of a later entry than the one before; the first, than `latest`. */
function endOfPlain({ words, floats, length }: RecordRows, first: number, latest: number): number {
  const file = words[first * ROW_WORDS + WORD.file]!
  let offset = latest
  let row = first
  for (; row < length; row++) {
    const word = row * ROW_WORDS
    if (words[word + WORD.file] !== file || (words[word + WORD.flags]! & FLAG.spent) !== 0) break
    const next = floats[row * ROW_FLOATS + FLOAT.offset]!
    if (next <= offset || (words[word + WORD.stated]! & INPUT_OR_OUTPUT) === 0) break
    offset = next
  }
  return row
}

/** How many calls the rows [from, to) are; `calls` by the number of a descriptor. */
function callsIn({ words }: RecordRows, from: number, to: number, calls: Float64Array): number {
  let sum = 0
  for (let row = from; row < to; row++) sum += calls[words[row * ROW_WORDS + WORD.descriptor]!]!
  return sum
}

/** How many of the rows [from, to) are not final. */
function partialIn({ words }: RecordRows, from: number, to: number): number {
  let sum = 0
  for (let row = from; row < to; row++) sum += words[row * ROW_WORDS + WORD.flags]! & FLAG.partial
  return sum / FLAG.partial
}
