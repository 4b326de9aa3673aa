import { ROW_WORDS } from './row-layout.ts'

const FEW = 1024
const MANY = 1 << 18

/** Rows that lie one behind the other. */
interface Block {
  /** The number of the first one. Those of all blocks follow one another. */
  readonly first: number
  readonly words: Uint32Array
  /** The same bytes. */
  readonly floats: Float64Array
}

/**
 * The memory of rows of 88 bytes: blocks, of which the last one may have room for more. Rows that were made elsewhere become a block,
 * and more rows begin one. They stay where they are, until somebody wants all of them in one block, or most of a block was dropped.
 */
export class RowBlocks {
  length = 0
  /** Those of the block of the row that `at` found last. */
  words!: Uint32Array
  floats!: Float64Array
  private blocks: Block[] = []
  /** Its rows, [first, end); the last block ends where its room does. */
  private first = 0
  private end = 0
  /** How many rows fewer there are than the blocks before the last one once had. */
  private unused = 0
  private readonly many: number

  /** `many`: for how many rows room is made at least, once there are more than a few. */
  constructor(many = MANY) {
    this.many = many
    this.addBlock(new Uint32Array(FEW * ROW_WORDS))
  }

  /** Where a row begins in `words`, which become those of its block. */
  at(row: number): number {
    if (row < this.first || row >= this.end) this.goTo(row)
    return (row - this.first) * ROW_WORDS
  }

  /** A number of a row, by its place in row-layout.ts. */
  protected word(row: number, place: number): number {
    const at = this.at(row)
    return this.words[at + place]!
  }

  protected setWord(row: number, place: number, value: number): void {
    const at = this.at(row)
    this.words[at + place] = value
  }

  protected float(row: number, place: number): number {
    const at = this.at(row)
    return this.floats[at / 2 + place]!
  }

  protected setFloat(row: number, place: number, value: number): void {
    const at = this.at(row)
    this.floats[at / 2 + place] = value
  }

  /** The words of at most so many rows, from this one on up to the last of all, as far as they lie in one block. */
  rowsFrom(row: number, most: number): Uint32Array {
    const at = this.at(row)
    const rows = Math.min(most, this.end - row, this.length - row)
    return this.words.subarray(at, at + rows * ROW_WORDS)
  }

  /** Puts all rows into one block, so that `words` and `floats` are those of all, for loops over many. */
  join(): void {
    if (this.blocks.length === 1) return
    const joined = new Uint32Array(Math.max(this.length, this.many) * ROW_WORDS)
    for (let row = 0; row < this.length; ) {
      const rows = this.rowsFrom(row, this.length)
      joined.set(rows, row * ROW_WORDS)
      row += rows.length / ROW_WORDS
    }
    this.haveOnly(joined)
  }

  /** Has these rows behind the others; they begin where their buffer does, which is nobody else's from now on. */
  protected takeRows(words: Uint32Array): void {
    const whole = new Uint32Array(words.buffer)
    if (this.length === 0) this.haveOnly(whole)
    else this.addBlock(whole)
    this.length += words.length / ROW_WORDS
  }

  /** Room that is not used yet takes no memory: the system gives it when it is written. So there is much of it. */
  protected makeRoom(rows: number): void {
    const last = this.blocks.at(-1)!
    if ((rows - last.first) * ROW_WORDS <= last.words.length) return
    if (this.length > FEW || this.blocks.length > 1) {
      this.addBlock(new Uint32Array(Math.max(rows - this.length, this.many) * ROW_WORDS))
      return
    }
    const words = new Uint32Array(Math.max(rows, this.many) * ROW_WORDS)
    words.set(this.rowsFrom(0, this.length))
    this.haveOnly(words)
  }

  /** Memory for so many bytes behind the rows: whoever fills it with rows that are then appended spares them being copied. */
  behind(bytes: number): Buffer {
    this.makeRoom(this.length + Math.ceil(bytes / (ROW_WORDS * Uint32Array.BYTES_PER_ELEMENT)))
    const at = this.at(this.length)
    return Buffer.from(this.words.buffer, at * Uint32Array.BYTES_PER_ELEMENT, bytes)
  }

  /** Writes rows over others that come before them; they may stand behind the last one, where room was made. */
  protected move(from: number, to: number, rows = 1): void {
    if (this.blocks.length === 1) this.words.copyWithin(to * ROW_WORDS, from * ROW_WORDS, (from + rows) * ROW_WORDS)
    else for (let row = 0; row < rows; row++) this.copyRow(from + row, to + row)
    this.moved(from, to, rows)
  }

  /** What is kept of rows elsewhere is to be moved as well. */
  protected moved(_from: number, _to: number, _rows: number): void {}

  /** Drops rows, keeping the order of the others, each in its block. */
  protected drop(isDropped: (row: number) => boolean): void {
    let kept = 0
    const blocks: Block[] = []
    for (const [number, block] of this.blocks.entries()) {
      const end = this.blocks[number + 1]?.first ?? this.length
      const first = kept
      for (let row = block.first; row < end; row++) {
        const from = row
        while (row < end && !isDropped(row)) row++
        if (from !== kept) this.pull(block, from, row - from, kept - first, kept)
        kept += row - from
      }
      blocks.push({ ...block, first })
      if (number < this.blocks.length - 1) this.unused += end - block.first - (kept - first)
    }
    this.blocks = blocks
    this.length = kept
    this.goTo(0)
    if (this.unused > this.length) this.join()
  }

  /** Rows of a block move to a place in it; their numbers will be those from `to` on. */
  private pull({ words, first }: Block, from: number, rows: number, place: number, to: number): void {
    const at = (from - first) * ROW_WORDS
    words.copyWithin(place * ROW_WORDS, at, at + rows * ROW_WORDS)
    this.moved(from, to, rows)
  }

  private copyRow(from: number, to: number): void {
    const source = this.at(from)
    const row = this.words.subarray(source, source + ROW_WORDS)
    const at = this.at(to)
    this.words.set(row, at)
  }

  private haveOnly(words: Uint32Array): void {
    const { length } = this
    this.length = 0
    this.unused = 0
    this.blocks = []
    this.addBlock(words)
    this.length = length
  }

  private addBlock(words: Uint32Array): void {
    this.blocks.push({ first: this.length, words, floats: new Float64Array(words.buffer) })
    this.goTo(this.length)
  }

  private goTo(row: number): void {
    const number = this.blockOf(row)
    const block = this.blocks[number]!
    this.words = block.words
    this.floats = block.floats
    this.first = block.first
    this.end = this.blocks[number + 1]?.first ?? block.first + block.words.length / ROW_WORDS
  }
  /** The number of the last one that begins at a row or before it. */
  private blockOf(row: number): number {
    let [low, high] = [0, this.blocks.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.blocks[middle]!.first <= row) low = middle
      else high = middle - 1
    }
    return low
  }
}
