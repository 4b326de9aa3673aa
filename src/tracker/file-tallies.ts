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
  const calls = rows.descriptors.values.map((descriptor) => descriptor.calls ?? 0)
  /** The offsets of files whose rows are not in the order of their entries. */
  const disordered = new Map<number, number[]>()
  let file = -1
  let not: ReadonlySet<number> | null = null
  let tally = tallies[0]!
  const { words, floats } = rows
  for (let row = 0; row < rows.length; row++) {
    const word = row * ROW_WORDS
    if (words[word + WORD.file] !== file) {
      file = words[word + WORD.file]!
      not = leftOut(file)
      tally = tallies[file]!
    }
    if ((words[word + WORD.flags]! & FLAG.spent) !== 0) {
      if (isEmptied(rows, row)) tally.emptied++
      continue
    }
    const offset = floats[row * ROW_FLOATS + FLOAT.offset]!
    tally.calls += calls[words[word + WORD.descriptor]!]!
    if (offset < latest[file]!) disordered.set(file, [])
    else if (offset > latest[file]! && (not === null || !not.has(offset))) tally.entries++
    latest[file] = offset
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
  let [file, calls] = [-1, { withoutCounts: 0, partial: 0 }]
  const { words } = rows
  for (let row = 0; row < rows.length; row++) {
    const word = row * ROW_WORDS
    const flags = words[word + WORD.flags]!
    if ((flags & FLAG.spent) !== 0) continue
    const isUnknown = (words[word + WORD.stated]! & INPUT_OR_OUTPUT) === 0 && (rows.extraOf(row)?.fees ?? null) === null
    if (!isUnknown && (flags & FLAG.partial) === 0) continue
    if (words[word + WORD.file] !== file) {
      file = words[word + WORD.file]!
      calls = uncertain.get(file) ?? { withoutCounts: 0, partial: 0 }
      uncertain.set(file, calls)
    }
    if (isUnknown) calls.withoutCounts++
    else calls.partial++
  }
  return uncertain
}
