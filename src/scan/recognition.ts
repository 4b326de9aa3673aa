import type { Format } from '../formats/format.ts'
import { takesAnything, usualFormatOf } from '../formats/usual.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Wants } from '../usage/wants.ts'
import type { KnownShapes } from './known-shapes.ts'
import type { LatinEntries } from './latin-entries.ts'
import type { ScanObserver } from './observer.ts'
import { type ParsedEntry, parseEntry } from './parse-entry.ts'
import type { FirstFormat, SparseEntry, SparseReader } from './sparse-reader.ts'

/** Which formats entries are asked for. */
export interface Candidates {
  /** Read every entry as this format; null = recognize each. */
  readonly format: Format | null
  /** Formats of the configuration, asked before the built-in ones. */
  readonly mapped: readonly Format[]
  /** To read entries only as far as their format wants them; null = whole. The result is the same. */
  readonly sparse: SparseReader | null
  /** To know entries that are like others before them without the kernel; null = none are to be. The result is the same. */
  readonly shapes: KnownShapes | null
  /** To parse the others of them without decoding; null = all are to be decoded. The result is the same. */
  readonly latin: LatinEntries | null
}

/** How entries are read. */
export interface Manner extends Candidates {
  readonly observer: ScanObserver | null
}

/** An entry of the format that it was read for, or one of no format that is nothing to any. */
export interface RecognizedEntry extends SparseEntry {
  /** See Recurring. */
  readonly kind: 'nothing' | 'again' | null
}

/** Tells the format of each entry of one file. */
export class Recognition {
  private readonly candidates: Candidates
  /** The format that knew an entry last, whatever stood behind it: requests beside answers, say. */
  private last: Format | null
  /** Until another entry comes than those that are known before a format is. */
  private first: FirstFormat | null

  /**
   * Files that are read one after the other are mostly of one format. Only one that stands first in FORMATS among those that
   * know its entries may be asked first in another file too: a test holds those with `repeats` to that.
   */
  constructor(candidates: Candidates) {
    this.candidates = candidates
    this.last = candidates.sparse?.latest ?? candidates.shapes?.latest ?? null
    this.first = candidates.sparse?.first ?? null
  }

  /** The format that is asked first; null = none is expected. */
  get expected(): Format | null {
    return this.candidates.format ?? this.last
  }

  formatOf(entry: JsonObject): Format | null {
    const { format, mapped } = this.candidates
    if (format !== null) return format
    const first = mapped.find((each) => each.recognizes(entry))
    if (first !== undefined) return first
    // Shapes exclude one another, so the last format may be asked first; but generic takes anything and must not.
    if (this.last?.recognizes(entry) === true) return this.last
    const known = usualFormatOf(entry)
    if (known !== null && !takesAnything(known)) this.becomes(known)
    return known
  }

  /** True when the entry in bytes[from, to) is of a known shape: of that which was met last; `more`: of any. */
  isKnown(bytes: Buffer, from: number, to: number, more: boolean): boolean {
    const { expected } = this
    const { shapes } = this.candidates
    return expected !== null && shapes?.know(bytes, from, to, expected, more) === true
  }

  /** The objects of an entry, each as far as any format looks at it. */
  parse(bytes: Buffer): ParsedEntry {
    const { format, latin } = this.candidates
    const { expected } = this
    const entry = expected === null || latin === null ? null : latin.read(bytes, expected, format !== null)
    return entry === null ? parseEntry(bytes) : { objects: [entry], others: 0, broken: false }
  }

  /** The entry in `bytes` was parsed, and all that was told of it is this record; null = nothing, or more. */
  learn(bytes: Buffer, entry: JsonObject, record: UsageRecord | null): void {
    const { format, shapes, sparse } = this.candidates
    const { expected } = this
    if (record === null || expected?.repeats === undefined) return
    if (format === null && !expected.recognizes(entry)) return
    shapes?.learn(bytes, entry, expected, record)
    sparse?.learn(bytes, entry, expected, record)
  }

  private becomes(format: Format): void {
    this.last = format
    const { sparse, shapes } = this.candidates
    if (format.recurs?.isUnmistakable !== undefined && sparse?.first?.format !== format) sparse?.beginWith(format)
    if (format.repeats === undefined) return
    if (sparse !== null) sparse.latest = format
    if (shapes !== null) shapes.latest = format
  }

  /** The tree by which the kernel may know lines at once; 0 = none. They are of the format that `settle` gives. */
  get root(): number {
    const { asked } = this
    return asked === null ? 0 : (this.candidates.sparse?.lines.rootOf(asked) ?? 0)
  }

  /** A line is known: its format, which is the file's from now on. */
  settle(): Format {
    this.last ??= this.first?.format ?? null
    return this.expected!
  }

  /** The format whose tree entries are read by. */
  private get asked(): Format | null {
    return this.expected ?? this.first?.twin ?? null
  }

  /**
   * The entry in bytes[from, to), without the keys that its format does not want; null: it is to be parsed whole. The last
   * format is asked first in any case, and sees here all that it would see in the whole.
   */
  sparse(bytes: Buffer, from: number, to: number): RecognizedEntry | null {
    const { asked } = this
    const read = asked === null ? null : (this.candidates.sparse?.read(bytes, from, to, asked) ?? null)
    if (read !== null && !('schema_version' in read.entry)) {
      const { recurs } = read.format
      if (this.isOfAsked(read)) return { ...read, format: this.settle(), kind: recurs?.kindOf(read.entry) ?? null }
      if (recurs?.beside?.isIdle(read.entry) === true) return { ...read, kind: 'nothing' }
    }
    this.first = null
    return null
  }

  private isOfAsked({ format, entry }: SparseEntry): boolean {
    if (this.candidates.format !== null) return true
    return this.last === null ? format.recurs!.isUnmistakable!(entry) : format.recognizes(entry)
  }
}

/** The key without which an entry is no saved report. */
export const MARK_OF_A_REPORT: Wants = { schema_version: true }

export function isSavedReport(entry: JsonObject): boolean {
  return typeof entry['schema_version'] === 'number' && textAt(objectAt(entry, 'tool'), 'name') === 'tokencost'
}
