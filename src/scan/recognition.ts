import type { Format } from '../formats/format.ts'
import { FORMATS, formatOf } from '../formats/index.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Wants } from '../usage/wants.ts'
import type { KnownShapes } from './known-shapes.ts'
import type { LatinEntries } from './latin-entries.ts'
import type { ScanObserver } from './observer.ts'
import { type ParsedEntry, parseEntry } from './parse-entry.ts'
import type { SparseEntry, SparseReader } from './sparse-reader.ts'

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
  /** True until an entry comes that may be of a format. */
  private isBegin = true

  /**
   * Files that are read one after the other are mostly of one format. Only one that stands first in FORMATS among those that
   * know its entries may be asked first in another file too: a test holds those with `repeats` to that.
   */
  constructor(candidates: Candidates) {
    this.candidates = candidates
    this.last = candidates.sparse?.latest ?? candidates.shapes?.latest ?? null
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
    const known = formatOf(entry)
    if (known !== null && known !== GENERIC) this.becomes(known)
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
    const { format, shapes } = this.candidates
    const { expected } = this
    if (shapes === null || record === null || expected?.repeats === undefined) return
    if (format !== null || expected.recognizes(entry)) shapes.learn(bytes, entry, expected, record)
  }

  private becomes(format: Format): void {
    this.last = format
    const { sparse, shapes } = this.candidates
    if (format.repeats === undefined) return
    if (sparse !== null) sparse.latest = format
    if (shapes !== null) shapes.latest = format
  }

  /** The tree by which the kernel may know lines at once; 0 = none. They are of the format that is asked first. */
  get root(): number {
    const format = this.expected
    return format === null ? 0 : (this.candidates.sparse?.lines.rootOf(format) ?? 0)
  }

  /**
   * The entry in bytes[from, to), without the keys that its format does not want; null: it is to be parsed whole. The last
   * format is asked first in any case, and sees here all that it would see in the whole. What is of no format in any file is so
   * before the first entry that has one, too.
   */
  sparse(bytes: Buffer, from: number, to: number): RecognizedEntry | null {
    const { sparse, format: only } = this.candidates
    const { expected } = this
    const format = expected ?? (this.isBegin ? WITH_OTHERS_BESIDE : null)
    const read = format === null || sparse === null ? null : sparse.read(bytes, from, to, format)
    if (read !== null && !('schema_version' in read.entry)) {
      const { recurs } = read.format
      if (expected !== null && (only !== null || read.format.recognizes(read.entry)))
        return { ...read, kind: recurs?.kindOf(read.entry) ?? null }
      if (recurs?.beside?.isIdle(read.entry) === true) return { ...read, kind: 'nothing' }
    }
    this.isBegin = false
    return null
  }
}

/** One with `beside`, of which what that says is true before its entries too. */
const WITH_OTHERS_BESIDE = FORMATS.find(({ recurs }) => recurs?.beside !== undefined)!

/** Takes any entry, most of which say nothing. */
export const GENERIC = FORMATS.at(-1)

/** The key without which an entry is no saved report. */
export const MARK_OF_A_REPORT: Wants = { schema_version: true }

export function isSavedReport(entry: JsonObject): boolean {
  return typeof entry['schema_version'] === 'number' && textAt(objectAt(entry, 'tool'), 'name') === 'tokencost'
}
