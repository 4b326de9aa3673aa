import { INPUT_OR_OUTPUT } from '../usage/record-counts.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { RunFinder } from './row-loops.ts'

/**
 * Each loop has a function of its own, as small as can be: what V8 takes to make one fast is as long as the slow way takes for a hundred
 * thousand rows.
 */
export class PlainRuns implements RunFinder {
  calls = 0
  partial = 0
  private readonly rows: RecordRows
  private readonly callsOf: Float64Array

  /** `callsOf`: how many calls a row is, by the number of its descriptor. */
  constructor(rows: RecordRows, callsOf: Float64Array) {
    this.rows = rows
    this.callsOf = callsOf
    rows.join()
  }

  endOf(first: number, latest: number): number {
    const end = endOfPlain(this.rows, first, latest)
    this.calls = callsIn(this.rows, first, end, this.callsOf)
    this.partial = partialIn(this.rows, first, end)
    return end
  }

  end(): void {}
}

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

function callsIn({ words }: RecordRows, from: number, to: number, callsOf: Float64Array): number {
  let sum = 0
  for (let row = from; row < to; row++) sum += callsOf[words[row * ROW_WORDS + WORD.descriptor]!]!
  return sum
}

function partialIn({ words }: RecordRows, from: number, to: number): number {
  let sum = 0
  for (let row = from; row < to; row++) sum += words[row * ROW_WORDS + WORD.flags]! & FLAG.partial
  return sum / FLAG.partial
}
