import type { Extra } from './descriptor.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from './row-layout.ts'

/** Rows apart from what their interned numbers mean. */
export interface Cells {
  readonly length: number
  /** As row-layout.ts has it; the first of them at a multiple of eight bytes. */
  readonly words: Uint32Array
  readonly extras: readonly (Extra | null)[]
  /** Those that rows have, maybe others too. */
  readonly flags: number
}

const FEW = 1024
const MANY = 1 << 18

/**
 * The bare cells of usage records: rows of 88 bytes, one behind the other. So rows are moved, sent and kept as bytes, and one
 * that is looked at takes two lines of the processor's cache.
 */
export class RecordCells {
  length = 0
  /** What few rows have; cell `extra` is the index, 0 = none. */
  protected extras: (Extra | null)[] = [null]
  /** As row-layout.ts has it, for loops over many rows; other arrays once there are more rows than fit. */
  words: Uint32Array = new Uint32Array(FEW * ROW_WORDS)
  /** The same bytes. */
  floats: Float64Array = new Float64Array(this.words.buffer)
  private flags = 0
  private readonly many: number

  /** `many`: for how many rows room is made at least, once there are more than a few. */
  constructor(many = MANY) {
    this.many = many
  }

  /** Earliest known time in ms, NaN = none. */
  timeOf(row: number): number {
    return this.floats[row * ROW_FLOATS + FLOAT.time]!
  }

  offsetOf(row: number): number {
    return this.floats[row * ROW_FLOATS + FLOAT.offset]!
  }

  /** USD; NaN = none, or kept exactly in `extra`. */
  costOf(row: number): number {
    return this.floats[row * ROW_FLOATS + FLOAT.cost]!
  }

  idLowOf(row: number): number {
    return this.words[row * ROW_WORDS + WORD.idLow]!
  }

  idHighOf(row: number): number {
    return this.words[row * ROW_WORDS + WORD.idHigh]!
  }

  /** The number of its descriptor. */
  descriptorOf(row: number): number {
    return this.words[row * ROW_WORDS + WORD.descriptor]!
  }

  /** The number of its attributes. */
  attributeOf(row: number): number {
    return this.words[row * ROW_WORDS + WORD.attribute]!
  }

  fileOf(row: number): number {
    return this.words[row * ROW_WORDS + WORD.file]!
  }

  /** How many other rows were folded into it. */
  foldedOf(row: number): number {
    return this.words[row * ROW_WORDS + WORD.folded]!
  }

  extraOf(row: number): Extra | null {
    return this.extras[this.words[row * ROW_WORDS + WORD.extra]!]!
  }

  hasExtra(row: number): boolean {
    return this.words[row * ROW_WORDS + WORD.extra] !== 0
  }

  /** True when the row has one of these flags. */
  has(row: number, flags: number): boolean {
    return (this.words[row * ROW_WORDS + WORD.flags]! & flags) !== 0
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
    this.words[row * ROW_WORDS + WORD.flags]! |= flags
    this.flags |= flags
  }

  /** Rows were made that may have one of these flags. */
  protected mayHaveNow(flags: number): void {
    this.flags |= flags
  }

  unflag(row: number, flags: number): void {
    this.words[row * ROW_WORDS + WORD.flags]! &= ~flags
  }

  /** Drops rows flagged dead, keeping the order of the others. */
  squeeze(): void {
    if (!this.mayHave(FLAG.dead)) return
    let length = 0
    for (let row = 0; row < this.length; ) {
      const from = row
      while (row < this.length && !this.has(row, FLAG.dead)) row++
      if (from !== length) this.move(from, length, row - from)
      length += row - from
      while (row < this.length && this.has(row, FLAG.dead)) row++
    }
    this.flags &= ~FLAG.dead
    this.length = length
    if (this.extras.length > 1) this.squeezeExtras()
  }

  /** Makes a row of zeros with these flags. */
  protected newRow(flags: number): number {
    const row = this.length
    this.makeRoom(row + 1)
    this.length = row + 1
    // What was dropped may have left something there.
    this.words[row * ROW_WORDS + WORD.folded] = 0
    this.words[row * ROW_WORDS + WORD.flags] = flags
    this.flags |= flags
    return row
  }

  /** Writes rows over others. */
  protected move(from: number, to: number, rows = 1): void {
    this.words.copyWithin(to * ROW_WORDS, from * ROW_WORDS, (from + rows) * ROW_WORDS)
  }

  protected setExtra(row: number, extra: Extra | null): void {
    this.words[row * ROW_WORDS + WORD.extra] = extra === null ? 0 : this.extras.push(extra) - 1
  }

  /** All cells; no copies. */
  protected cells(): Cells {
    const { length, extras, flags } = this
    return { length, words: this.words.subarray(0, length * ROW_WORDS), extras, flags }
  }

  /** Memory for so many bytes behind the rows: whoever fills it with rows that are then appended spares them being copied. */
  behind(bytes: number): Buffer {
    const end = this.length * ROW_WORDS * Uint32Array.BYTES_PER_ELEMENT
    this.makeRoom(this.length + Math.ceil(bytes / (ROW_WORDS * Uint32Array.BYTES_PER_ELEMENT)))
    return Buffer.from(this.words.buffer, end, bytes)
  }

  /** Appends the rows [from, to); interned numbers in them are still those of their own tables. */
  protected appendCells({ words, extras, flags }: Cells, from: number, to: number): void {
    const base = this.length
    const length = base + to - from
    this.makeRoom(length)
    this.words.set(words.subarray(from * ROW_WORDS, to * ROW_WORDS), base * ROW_WORDS)
    this.length = length
    this.flags |= flags
    if (extras.length === 1) return
    for (let row = base; row < length; row++) {
      const extra = extras[this.words[row * ROW_WORDS + WORD.extra]!]!
      this.setExtra(row, extra)
    }
  }

  /** Has these rows instead of none, without copying them; their buffer is theirs alone. */
  protected takeCells({ length, words, extras, flags }: Cells): void {
    this.length = length
    this.words = new Uint32Array(words.buffer)
    this.floats = new Float64Array(words.buffer)
    this.extras = [...extras]
    this.flags = flags
  }

  private squeezeExtras(): void {
    const { extras } = this
    this.extras = [null]
    for (let row = 0; row < this.length; row++) this.setExtra(row, extras[this.words[row * ROW_WORDS + WORD.extra]!]!)
  }

  /** Room that is not used yet takes no memory: the system gives it when it is written. So there is much of it. */
  protected makeRoom(rows: number): void {
    const least = rows * ROW_WORDS
    if (least <= this.words.length) return
    const words = new Uint32Array(Math.max(least, this.many * ROW_WORDS, this.words.length * 2))
    words.set(this.words.subarray(0, this.length * ROW_WORDS))
    this.words = words
    this.floats = new Float64Array(words.buffer)
  }
}
