import { NO_INPUT } from './no-input.ts'
import { type ByteTaker, readSource } from './read-source.ts'
import { isRegularFile, type Source } from './source.ts'

const NEWLINE = 10

/**
 * The lines, counted from 1, that byte offsets of a source stand on: offsets and lines of its decompressed text, as
 * entries have them. Reads the file once more, looking for nothing but newlines. An offset is missing in the result where
 * the file no longer has it; all are for standard input and pipes, whose bytes come only once.
 */
export async function lineNumbers(source: Source, offsets: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const counter = new LineCounter(offsets)
  if (source.path !== null && isRegularFile(source.path)) await readSource(source, NO_INPUT, counter, () => {})
  return counter.lines
}

class LineCounter implements ByteTaker {
  readonly lines = new Map<number, number>()
  private readonly offsets: readonly number[]
  private readonly buffer = Buffer.allocUnsafe(1 << 18)
  private next = 0
  private line = 1
  private passed = 0

  constructor(offsets: readonly number[]) {
    this.offsets = [...new Set(offsets)].sort((a, b) => a - b)
  }

  room(): Buffer {
    return this.buffer
  }

  filled(length: number): void {
    let from = 0
    for (; this.next < this.offsets.length && this.offsets[this.next]! < this.passed + length; this.next++) {
      const offset = this.offsets[this.next]!
      this.count(from, offset - this.passed)
      from = offset - this.passed
      this.lines.set(offset, this.line)
    }
    if (this.next < this.offsets.length) this.count(from, length)
    this.passed += length
  }

  private count(from: number, to: number): void {
    const bytes = this.buffer.subarray(from, to)
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) this.line++
  }
}
