import type { Format } from '../formats/format.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Wants } from '../usage/wants.ts'
import type { Kernel } from './kernel.ts'
import { KnownLines } from './known-lines.ts'
import { Projection } from './projection.ts'
import { wantedBy } from './wanted-by.ts'

/** An entry of which only what its format wants was read; to be used up before the next one is read. */
export interface SparseEntry {
  readonly format: Format
  readonly entry: JsonObject
  /** The reader told this record of it and nothing else: lines like it are known from now on. */
  learn(record: UsageRecord): void
  /** The reader told nothing of it. */
  learnNothing(): void
  /** Lines like it are to be shown to the reader, which told this record of it and nothing else; null = nothing, or more. */
  learnAgain(record: UsageRecord | null): void
}

/** A format of which entries, and others beside them, are known before anything else of a file is. */
export interface FirstFormat {
  readonly format: Format
  /** The same with a tree of its own, by which no other lines are known. */
  readonly twin: Format
}

/** Reads entries only as far as their formats want them. The result is the same. */
export class SparseReader {
  readonly lines: KnownLines
  /** The format with `repeats` that knew an entry last, in whatever file. */
  latest: Format | null = null
  /** The format by which files may begin, since it was met in one before. */
  first: FirstFormat | null = null
  private readonly projection: Projection

  /** `besides`: what is wanted of every entry. */
  constructor(kernel: Kernel, besides: Wants) {
    this.projection = new Projection(kernel, besides)
    this.lines = new KnownLines(this.projection)
  }

  /** Files may begin by a format from now on. */
  beginWith(format: Format): void {
    this.first = { format, twin: { ...format } }
  }

  /** The entry in bytes[from, to); null: it is to be parsed whole. */
  read(bytes: Buffer, from: number, to: number, format: Format): SparseEntry | null {
    if (format.wants === undefined) return null
    const found = this.projection.find(bytes, from, to, wantedBy(format))
    if (found === null) return null
    const entry = this.projection.objectOf(found)
    const { lines } = this
    return {
      format,
      entry,
      learn: (record) => lines.learn(format, found, entry, record),
      learnNothing: () => lines.learnNothing(format, found),
      learnAgain: (record) => lines.learnAgain(format, found, record),
    }
  }

  /** The object in `bytes` was parsed whole, and the reader of its format told this record of it and nothing else. */
  learn(bytes: Buffer, entry: JsonObject, format: Format, record: UsageRecord): void {
    if (format.wants === undefined || 'schema_version' in entry) return
    const found = this.projection.find(bytes, 0, bytes.length, wantedBy(format))
    if (found !== null) this.lines.learn(format, found, entry, record)
  }
}
