import type { Extra } from './descriptor.ts'
import { RowBlocks } from './row-blocks.ts'
import { FLAG, FLOAT, ROW_WORDS, WORD } from './row-layout.ts'

/** Rows apart from what their interned numbers mean. */
export interface Cells {
  readonly length: number
  /** As row-layout.ts has it; the first of them at a multiple of eight bytes. */
  readonly words: Uint32Array
  readonly extras: readonly (Extra | null)[]
  /** Those that rows have, maybe others too. */
  readonly flags: number
}

/** The bare cells of usage records: moved, sent and kept as bytes. A row that is looked at takes two lines of the processor's cache. */
export class RecordCells extends RowBlocks {
  /** What few rows have; cell `extra` is the index, 0 = none. */
  protected extras: (Extra | null)[] = [null]
  private flags = 0

  /** Earliest known time in ms, NaN = none. */
  timeOf(row: number): number {
    return this.float(row, FLOAT.time)
  }

  offsetOf(row: number): number {
    return this.float(row, FLOAT.offset)
  }

  /** USD; NaN = none, or kept exactly in `extra`. */
  costOf(row: number): number {
    return this.float(row, FLOAT.cost)
  }

  idLowOf(row: number): number {
    return this.word(row, WORD.idLow)
  }

  idHighOf(row: number): number {
    return this.word(row, WORD.idHigh)
  }

  /** The number of its descriptor. */
  descriptorOf(row: number): number {
    return this.word(row, WORD.descriptor)
  }

  /** The number of its attributes. */
  attributeOf(row: number): number {
    return this.word(row, WORD.attribute)
  }

  fileOf(row: number): number {
    return this.word(row, WORD.file)
  }

  /** How many other rows were folded into it. */
  foldedOf(row: number): number {
    return this.word(row, WORD.folded)
  }

  extraOf(row: number): Extra | null {
    return this.extras[this.word(row, WORD.extra)]!
  }

  hasExtra(row: number): boolean {
    return this.word(row, WORD.extra) !== 0
  }

  /** True when the row has one of these flags. */
  has(row: number, flags: number): boolean {
    return (this.word(row, WORD.flags) & flags) !== 0
  }

  /** True for a total that its calls account for: it counts as read, and no more. */
  isSpent(row: number): boolean {
    return this.has(row, FLAG.spent)
  }

  /** False: no row has one of these flags. */
  mayHave(flags: number): boolean {
    return (this.flags & flags) !== 0
  }

  flag(row: number, flags: number): void {
    this.setWord(row, WORD.flags, this.word(row, WORD.flags) | flags)
    this.flags |= flags
  }

  /** Rows were made that may have one of these flags. */
  protected mayHaveNow(flags: number): void {
    this.flags |= flags
  }

  unflag(row: number, flags: number): void {
    this.setWord(row, WORD.flags, this.word(row, WORD.flags) & ~flags)
  }

  /** Drops rows flagged dead, keeping the order of the others. */
  squeeze(): void {
    if (!this.mayHave(FLAG.dead)) return
    this.drop((row) => this.has(row, FLAG.dead))
    this.flags &= ~FLAG.dead
    if (this.extras.length > 1) this.squeezeExtras()
  }

  /** Makes a row of zeros with these flags. */
  protected newRow(flags: number): number {
    const row = this.length
    this.makeRoom(row + 1)
    this.length = row + 1
    // What was dropped may have left something there.
    this.setWord(row, WORD.folded, 0)
    this.setWord(row, WORD.flags, flags)
    this.flags |= flags
    return row
  }

  protected setExtra(row: number, extra: Extra | null): void {
    this.setWord(row, WORD.extra, extra === null ? 0 : this.extras.push(extra) - 1)
  }

  /** All cells; copies only of rows that do not lie one behind the other yet. */
  protected cells(): Cells {
    this.join()
    const { length, extras, flags } = this
    return { length, words: this.rowsFrom(0, length), extras, flags }
  }

  /** Appends the rows [from, to); interned numbers in them are still those of their own tables. */
  protected appendCells({ words, extras, flags }: Cells, from: number, to: number): void {
    const base = this.length
    const length = base + to - from
    this.makeRoom(length)
    const at = this.at(base)
    this.words.set(words.subarray(from * ROW_WORDS, to * ROW_WORDS), at)
    this.length = length
    this.takeExtras(base, extras, flags)
  }

  /** Has these rows behind the others, without copying them; their buffer is theirs alone. */
  protected takeCells({ words, extras, flags }: Cells): void {
    const base = this.length
    this.takeRows(words)
    this.takeExtras(base, extras, flags)
  }

  /** Makes what rows from `base` on have of other rows' extras and flags their own. */
  private takeExtras(base: number, extras: readonly (Extra | null)[], flags: number): void {
    this.flags |= flags
    if (extras.length === 1) return
    for (let row = base; row < this.length; row++) this.setExtra(row, extras[this.word(row, WORD.extra)]!)
  }

  private squeezeExtras(): void {
    const { extras } = this
    this.extras = [null]
    for (let row = 0; row < this.length; row++) this.setExtra(row, extras[this.word(row, WORD.extra)]!)
  }
}
