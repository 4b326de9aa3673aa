import { instanceOf, wasmProgram } from '../sources/wasm-program.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { ROW_WORDS } from '../usage/row-layout.ts'

/** Fewer rows are done with before the program is loaded. */
const MANY = 4096
const PAGE = 1 << 16
/** One with more memory is not kept for the next use. Bytes. */
const KEPT = 4 << 20

/**
 * The loops over all rows in WebAssembly (kernel/tracker, AssemblyScript), with memory of their own. One is used for one loop after
 * another, as long as it is given back.
 */
export class RowKernel {
  readonly exports: Exports
  /** All of its memory. */
  words!: Uint32Array
  floats!: Float64Array
  /** Where tables may stand, in bytes. */
  readonly room: number
  /** The rows of the batch: the number of the first one, and how many they are. */
  first = 0
  length = 0
  private rows: RecordRows | null = null

  private constructor(compiled: object) {
    this.exports = instanceOf<Exports>(compiled)
    this.room = this.exports.ROOM.value
    this.look()
  }

  /** For these rows, with so many bytes for tables, all zero; null where it is of no use, or cannot be had. */
  static for(rows: RecordRows, bytes: number): RowKernel | null {
    if (rows.length < MANY) return null
    program ??= wasmProgram(new URL('../../dist/tracker/rows.wasm', import.meta.url)) ?? 'none'
    if (program === 'none') return null
    try {
      const kernel = idle ?? new RowKernel(program)
      idle = null
      kernel.begin(rows, bytes)
      return kernel
    } catch {
      return null
    }
  }

  giveBack(): void {
    this.rows = null
    if (this.words.byteLength <= KEPT) idle = this
  }

  /** Where a row stands in the batch, which is made anew if need be. */
  placeOf(row: number): number {
    if (row < this.first || row >= this.first + this.length) {
      const { rows, exports } = this
      const batch = rows!.rowsFrom(row, exports.BATCH_ROWS.value)
      this.words.set(batch, exports.BATCH.value / 4)
      this.first = row
      this.length = batch.length / ROW_WORDS
    }
    return row - this.first
  }

  /** Makes memory for so many bytes more than it has. */
  grow(bytes: number): void {
    this.exports.memory.grow(Math.ceil(bytes / PAGE))
    this.look()
  }

  private begin(rows: RecordRows, bytes: number): void {
    this.rows = rows
    this.length = 0
    const lacking = this.room + bytes - this.words.byteLength
    this.words.fill(0, this.room / 4, (this.room + bytes) / 4)
    if (lacking > 0) this.grow(lacking)
  }

  private look(): void {
    const { buffer } = this.exports.memory
    this.words = new Uint32Array(buffer)
    this.floats = new Float64Array(buffer)
  }
}

/** kernel/tracker/index.ts as seen from here; addresses are in bytes. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  readonly BATCH: Global
  readonly BATCH_ROWS: Global
  readonly ROOM: Global
  setSlots(at: number, size: number, bits: number, openFile: number): void
  addRows(from: number, to: number, base: number): number
  known(): number
  passOver(): void
  replaceKnown(row: number): void
  readonly kinds: Global
  setSums(at: number): void
  addUp(from: number, to: number): number
  addRow(index: number, sum: number): void
  readonly calls: Global
  readonly partial: Global
  setCalls(at: number): void
  countPlain(from: number, to: number, file: number, latest: number): number
}

interface Global {
  readonly value: number
}

/** Compiled once per process, when there are many rows. */
let program: object | 'none' | null = null
/** One that nobody uses. */
let idle: RowKernel | null = null
