import { COUNTS } from './count-sums.ts'
import { NO_COUNTS, type TokenCounts } from './counts.ts'
import type { Extra } from './descriptor.ts'

/**
 * `mixed`: copies with other attributes were folded into the row; see tracker/donors.ts. `total`: no call but the total of
 * a run; `spent`: its calls account for all of it; `costed`: the cost that a total states includes its own; see
 * tracker/run-totals.ts.
 */
export const FLAG = {
  ...{ anonymous: 1, update: 2, partial: 4, dead: 8, mixed: 16 },
  ...{ total: 32, spent: 64, costed: 128 },
} as const

const UNSTATED = (1 << COUNTS.indexOf('inputTokens')) | (1 << COUNTS.indexOf('outputTokens'))
const INITIAL = 1024
/** Beyond so many rows they grow by little, so that unused room stays small. */
const FEW = 1 << 16
const LARGEST_CELL = 0xffffffff

/** Rows apart from what their interned numbers mean. */
export interface Cells {
  readonly length: number
  readonly columns: readonly (Float64Array | Uint32Array | Uint8Array)[]
  readonly extras: readonly (Extra | null)[]
}

/** The bare columns of usage records: typed arrays that grow together. 82 bytes a row. */
export class RecordColumns {
  length = 0
  /** What few rows have; cell `extra` is the index, 0 = none. */
  extras: (Extra | null)[] = [null]
  /** Earliest known time in ms, NaN = none. */
  time = new Float64Array(INITIAL)
  offset = new Float64Array(INITIAL)
  /** USD; NaN = none, or kept exactly in `extra`. */
  loggedCost = new Float64Array(INITIAL)
  /** The row's own time, as ms after `time`; 2^32−1 = it has none. */
  ownDelay = new Uint32Array(INITIAL)
  idLow = new Uint32Array(INITIAL)
  idHigh = new Uint32Array(INITIAL)
  descriptor = new Uint32Array(INITIAL)
  attribute = new Uint32Array(INITIAL)
  extra = new Uint32Array(INITIAL)
  file = new Uint32Array(INITIAL)
  /** How many other rows were folded into this one. */
  folded = new Uint32Array(INITIAL)
  statedMask = new Uint8Array(INITIAL)
  flags = new Uint8Array(INITIAL)
  /** Six cells a row, and as many bits of the mask, in the order of COUNTS. */
  private counts = new Uint32Array(INITIAL * COUNTS.length)

  extraOf(row: number): Extra | null {
    return this.extras[this.extra[row]!]!
  }

  /** The count at index `count` of COUNTS; 0 where it is not stated. */
  countAt(row: number, count: number): number {
    const cell = this.extra[row]!
    return (cell === 0 ? undefined : this.extras[cell]!.counts?.[count]) ?? this.counts[row * COUNTS.length + count]!
  }

  /** Reads the counts of a row that has no `extra`; 0 where one is not stated. */
  readCells(row: number, into: Float64Array): void {
    const base = row * COUNTS.length
    for (let i = 0; i < COUNTS.length; i++) into[i] = this.counts[base + i]!
  }

  /** True for a total that its calls account for: it counts as read, and no more. */
  isSpent(row: number): boolean {
    return (this.flags[row]! & FLAG.spent) !== 0
  }

  /** True when a row states neither input nor output. */
  isUnstated(row: number): boolean {
    return (this.statedMask[row]! & UNSTATED) === 0
  }

  countsOf(row: number): TokenCounts {
    const mask = this.statedMask[row]!
    const stated = (count: number) => (mask & (1 << count) ? this.countAt(row, count) : null)
    const counts: TokenCounts = {
      inputTokens: stated(0),
      cacheReadInputTokens: stated(1),
      cacheCreationInputTokens: stated(2),
      cacheCreation1hInputTokens: stated(3),
      outputTokens: stated(4),
      reasoningOutputTokens: stated(5),
    }
    const modalities = this.extra[row] === 0 ? undefined : this.extraOf(row)?.modalities
    return modalities === undefined ? counts : { ...counts, modalities }
  }

  /** Sets the counts of a row and what few rows have; counts beyond 32 bits go there too. */
  setCounts(row: number, counts: TokenCounts, extra: Extra | null): void {
    const base = row * COUNTS.length
    let mask = 0
    let large = false
    for (let i = 0; i < COUNTS.length; i++) {
      const count = counts[COUNTS[i]!]
      this.counts[base + i] = count ?? 0
      if (count === null) continue
      mask |= 1 << i
      if (count > LARGEST_CELL) large = true
    }
    this.statedMask[row] = mask
    const kept = large ? { ...extra, counts: COUNTS.map((name) => counts[name] ?? 0) } : extra
    this.extra[row] = kept === null ? 0 : this.extras.push(kept) - 1
  }

  /** The same for counts that stand in cells; those that `mask` has no bit for are 0. */
  protected setCells(row: number, cells: Float64Array, mask: number, extra: Extra | null): void {
    const base = row * COUNTS.length
    let large = false
    for (let i = 0; i < COUNTS.length; i++) {
      this.counts[base + i] = cells[i]!
      if (cells[i]! > LARGEST_CELL) large = true
    }
    this.statedMask[row] = mask
    const kept = large ? { ...extra, counts: [...cells] } : extra
    this.extra[row] = kept === null ? 0 : this.extras.push(kept) - 1
  }

  /** Writes one row over another. */
  protected move(from: number, to: number): void {
    this.time[to] = this.time[from]!
    this.offset[to] = this.offset[from]!
    this.loggedCost[to] = this.loggedCost[from]!
    this.ownDelay[to] = this.ownDelay[from]!
    this.idLow[to] = this.idLow[from]!
    this.idHigh[to] = this.idHigh[from]!
    this.descriptor[to] = this.descriptor[from]!
    this.attribute[to] = this.attribute[from]!
    this.extra[to] = this.extra[from]!
    this.file[to] = this.file[from]!
    this.folded[to] = this.folded[from]!
    this.statedMask[to] = this.statedMask[from]!
    this.flags[to] = this.flags[from]!
    const [into, of] = [to * COUNTS.length, from * COUNTS.length]
    for (let count = 0; count < COUNTS.length; count++) this.counts[into + count] = this.counts[of + count]!
  }

  /** Drops rows flagged dead, keeping the order of the others. */
  squeeze(): void {
    let length = 0
    for (let row = 0; row < this.length; row++) {
      if (this.flags[row]! & FLAG.dead) continue
      if (row !== length) this.move(row, length)
      length++
    }
    if (length === this.length) return
    const extras: (Extra | null)[] = [null]
    for (let row = 0; row < length; row++) {
      if (this.extra[row] !== 0) this.extra[row] = extras.push(this.extras[this.extra[row]!]!) - 1
    }
    this.extras = extras
    this.length = length
  }

  /** All columns, cut to the rows that there are; no copies. */
  protected cells(): Cells['columns'] {
    return [
      ...this.columns().map((column) => column.subarray(0, this.length)),
      this.counts.subarray(0, this.length * COUNTS.length),
    ]
  }

  /** Appends rows; interned numbers in them are still those of their own tables. */
  protected appendCells({ length, columns, extras }: Cells): void {
    const base = this.length
    if (this.time.length < base + length) this.grow(base + length)
    for (const [index, column] of this.columns().entries()) column.set(columns[index]!, base)
    this.counts.set(columns.at(-1)!, base * COUNTS.length)
    this.length = base + length
    for (let row = base; row < this.length; row++) {
      if (this.extra[row] !== 0) this.extra[row] = this.extras.push(extras[this.extra[row]!]!) - 1
    }
  }

  protected grow(least = 0): void {
    const size = Math.max(least, Math.ceil(this.time.length * (this.time.length < FEW ? 8 : 1.2)))
    this.time = larger(this.time, size)
    this.offset = larger(this.offset, size)
    this.loggedCost = larger(this.loggedCost, size)
    this.ownDelay = larger(this.ownDelay, size)
    this.idLow = larger(this.idLow, size)
    this.idHigh = larger(this.idHigh, size)
    this.descriptor = larger(this.descriptor, size)
    this.attribute = larger(this.attribute, size)
    this.extra = larger(this.extra, size)
    this.file = larger(this.file, size)
    this.folded = larger(this.folded, size)
    this.statedMask = larger(this.statedMask, size)
    this.flags = larger(this.flags, size)
    this.counts = larger(this.counts, size * COUNTS.length)
  }

  private columns(): (Float64Array | Uint32Array | Uint8Array)[] {
    return [
      ...[this.time, this.offset, this.loggedCost, this.ownDelay, this.idLow, this.idHigh],
      ...[this.descriptor, this.attribute, this.extra, this.file, this.folded, this.statedMask, this.flags],
    ]
  }
}

function larger<A extends Float64Array | Uint32Array | Uint8Array>(column: A, size: number): A {
  const copy = new (column.constructor as new (size: number) => A)(size)
  copy.set(column)
  return copy
}

/** `older` with every class that `newer` states replaced. */
export function overlaid(older: TokenCounts, newer: TokenCounts): TokenCounts {
  const result: { -readonly [name in (typeof COUNTS)[number]]: number | null } = { ...NO_COUNTS }
  for (const name of COUNTS) result[name] = newer[name] ?? older[name]
  return result
}
