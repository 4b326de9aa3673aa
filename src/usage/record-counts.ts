import { countsIn, INPUT, OUTPUT } from './count-cells.ts'
import { COUNTS } from './count-sums.ts'
import { NO_COUNTS, type TokenCounts } from './counts.ts'
import type { Extra } from './descriptor.ts'
import { RecordCells } from './record-cells.ts'
import { LARGEST_COUNT, WORD } from './row-layout.ts'

/** Where a row states neither of them, it is not known what it used. */
export const INPUT_OR_OUTPUT = (1 << INPUT) | (1 << OUTPUT)
const scratch = new Float64Array(COUNTS.length)

/** Rows with the counts of their calls. Those beyond 32 bits stand in `extra`. */
export class RecordCounts extends RecordCells {
  /** The count at index `count` of COUNTS; 0 where it is not stated. */
  countAt(row: number, count: number): number {
    return this.extraOf(row)?.counts?.[count] ?? this.word(row, WORD.counts + count)
  }

  inputOf(row: number): number {
    return this.countAt(row, INPUT)
  }

  outputOf(row: number): number {
    return this.countAt(row, OUTPUT)
  }

  /** A bit for each of COUNTS that the log stated. */
  statedMaskOf(row: number): number {
    return this.word(row, WORD.stated)
  }

  /** How many classes the log stated. */
  statedOf(row: number): number {
    let bits = 0
    for (let mask = this.statedMaskOf(row); mask !== 0; mask &= mask - 1) bits++
    return bits
  }

  /** True when a row states neither input nor output. */
  isUnstated(row: number): boolean {
    return (this.statedMaskOf(row) & INPUT_OR_OUTPUT) === 0
  }

  countsOf(row: number): TokenCounts {
    for (let count = 0; count < COUNTS.length; count++) scratch[count] = this.countAt(row, count)
    const counts = countsIn(scratch, this.statedMaskOf(row))
    const modalities = this.extraOf(row)?.modalities
    return modalities === undefined ? counts : { ...counts, modalities }
  }

  /** Sets the counts of a row and what few rows have. */
  setCounts(row: number, counts: TokenCounts, extra: Extra | null): void {
    let stated = 0
    for (let i = 0; i < COUNTS.length; i++) {
      const count = counts[COUNTS[i]!]
      scratch[i] = count ?? 0
      if (count !== null) stated |= 1 << i
    }
    this.writeCounts(row, scratch, 0, stated, extra)
  }

  /** The same for counts that stand in cells from `at` on; those that `stated` has no bit for are 0. */
  protected writeCounts(row: number, cells: Float64Array, at: number, stated: number, extra: Extra | null): void {
    let large = false
    for (let count = 0; count < COUNTS.length; count++) {
      const cell = cells[at + count]!
      this.setWord(row, WORD.counts + count, cell)
      if (cell > LARGEST_COUNT) large = true
    }
    this.setWord(row, WORD.stated, stated)
    this.setExtra(row, large ? { ...extra, counts: [...cells.subarray(at, at + COUNTS.length)] } : extra)
  }
}

/** `older` with every class that `newer` states replaced. */
export function overlaid(older: TokenCounts, newer: TokenCounts): TokenCounts {
  const result: { -readonly [name in (typeof COUNTS)[number]]: number | null } = { ...NO_COUNTS }
  for (const name of COUNTS) result[name] = newer[name] ?? older[name]
  return result
}
