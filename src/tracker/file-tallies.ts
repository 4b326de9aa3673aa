import { INPUT_OR_OUTPUT } from '../usage/record-counts.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import { isEmptied } from './dedupe.ts'

/** What is kept of one file's records: distinct entries with a kept call, and kept calls. */
export interface FileTally {
  readonly entries: number
  readonly calls: number
  /** Entries whose update sequence ended with nothing but zeros: no call after all. */
  readonly emptied: number
}

/** Calls of one file that are counted with less than their full tokens. */
export interface UncertainCalls {
  readonly withoutCounts: number
  readonly partial: number
}

/** What rows keep, by file number up to `files`. Entries at offsets that `leftOut` names are not counted as entries. */
export function talliesOf(
  rows: RecordRows,
  files: number,
  leftOut: (file: number) => ReadonlySet<number> | null,
): readonly FileTally[] {
  const tallies = Array.from({ length: files }, () => ({ entries: 0, calls: 0, emptied: 0 }))
  const latest = new Float64Array(files).fill(-1)
  const calls = Float64Array.from(rows.descriptors.values, (descriptor) => descriptor.calls ?? 0)
  /** The offsets of files whose rows are not in the order of their entries. */
  const disordered = new Map<number, number[]>()
  for (let row = 0; row < rows.length; ) {
    const file = rows.fileOf(row)
    const tally = tallies[file]!
    const not = leftOut(file)
    const end = not === null ? endOfOrder(rows, row, latest[file]!) : row
    if (end > row) {
      tally.entries += end - row
      tally.calls += callsIn(rows, row, end, calls)
      latest[file] = rows.offsetOf(end - 1)
      row = end
      continue
    }
    const offset = rows.offsetOf(row)
    if (!rows.isSpent(row)) {
      tally.calls += calls[rows.descriptorOf(row)]!
      if (offset < latest[file]!) disordered.set(file, [])
      else if (offset > latest[file]! && not?.has(offset) !== true) tally.entries++
      latest[file] = offset
    } else if (isEmptied(rows, row)) tally.emptied++
    row++
  }
  if (disordered.size === 0) return tallies
  for (let row = 0; row < rows.length; row++)
    if (!rows.isSpent(row)) disordered.get(rows.fileOf(row))?.push(rows.offsetOf(row))
  for (const [file, offsets] of disordered) {
    // Sorted, not a set: a file may have millions.
    const inOrder = Float64Array.from(offsets).sort()
    const isNew = (offset: number, at: number) => offset !== inOrder[at - 1] && leftOut(file)?.has(offset) !== true
    tallies[file]!.entries = inOrder.reduce((entries, offset, at) => (isNew(offset, at) ? entries + 1 : entries), 0)
  }
  return tallies
}

/** By file number, where there are any: how many calls state no counts, and how many others are not final. */
export function uncertainOf(rows: RecordRows): ReadonlyMap<number, UncertainCalls> {
  const uncertain = new Map<number, { withoutCounts: number; partial: number }>()
  const add = (file: number, withoutCounts: number, partial: number) => {
    if (withoutCounts + partial === 0) return
    const calls = uncertain.get(file) ?? { withoutCounts: 0, partial: 0 }
    uncertain.set(file, calls)
    calls.withoutCounts += withoutCounts
    calls.partial += partial
  }
  for (let row = 0; row < rows.length; ) {
    const file = rows.fileOf(row)
    const end = endOfStated(rows, row)
    if (end > row) {
      add(file, 0, partialIn(rows, row, end))
      row = end
      continue
    }
    const isUnknown = (rows.extraOf(row)?.fees ?? null) === null
    if (!rows.isSpent(row)) add(file, isUnknown ? 1 : 0, !isUnknown && rows.has(row, FLAG.partial) ? 1 : 0)
    row++
  }
  return uncertain
}

/*
 * The loops over all rows have functions of their own, as small as can be: what V8 takes to make one fast is as long as the slow
 * way takes for a hundred thousand rows.
 */

/** Where rows of the same file end that are calls, each of a later entry than the one before; the first one later than `latest`. */
function endOfOrder({ words, floats, length }: RecordRows, first: number, latest: number): number {
  const file = words[first * ROW_WORDS + WORD.file]!
  let offset = latest
  let row = first
  for (; row < length; row++) {
    const word = row * ROW_WORDS
    if (words[word + WORD.file] !== file || (words[word + WORD.flags]! & FLAG.spent) !== 0) break
    const next = floats[row * ROW_FLOATS + FLOAT.offset]!
    if (next <= offset) break
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

/** Where rows of the same file end that are calls and state input or output. */
function endOfStated({ words, length }: RecordRows, first: number): number {
  const file = words[first * ROW_WORDS + WORD.file]!
  let row = first
  for (; row < length; row++) {
    const word = row * ROW_WORDS
    if (words[word + WORD.file] !== file || (words[word + WORD.flags]! & FLAG.spent) !== 0) break
    if ((words[word + WORD.stated]! & INPUT_OR_OUTPUT) === 0) break
  }
  return row
}

/** How many of the rows [from, to) are not final. */
function partialIn({ words }: RecordRows, from: number, to: number): number {
  let sum = 0
  for (let row = from; row < to; row++) sum += words[row * ROW_WORDS + WORD.flags]! & FLAG.partial
  return sum / FLAG.partial
}
