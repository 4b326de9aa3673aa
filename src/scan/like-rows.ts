import type { ByValue, CallsAlike, EntryPlace, OwnRows } from '../formats/format.ts'
import type { CountCells } from '../usage/count-cells.ts'
import type { Hash, TextHash } from '../usage/hash.ts'
import type { JsonObject } from '../usage/json.ts'
import { wellFormed } from '../usage/record.ts'
import { WORD } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import { stampOf } from '../usage/stamped-calls.ts'
import type { CallBatch } from './call-batch.ts'
import type { Kernel } from './kernel.ts'
import { FOUND, type OwnValue } from './projection.ts'
import { valueAt } from './repeated-call.ts'
import { ROW, ROW_SIZE } from './row.ts'

/** The place of the value at `path` among an entry's own; below 0 = it is not its own. */
export function placeOf(path: string, entry: JsonObject, own: readonly OwnValue[]): number {
  const above = path.lastIndexOf('.')
  const holder = above < 0 ? entry : valueAt(entry, path.slice(0, above))
  return own.findIndex((each) => each.holder === holder && each.key === path.slice(above + 1))
}

/**
 * Where rows of the kernel begin and end, in words; how much further on in the file an address in them lies; the number of the
 * line from which on rows count the lines before theirs.
 */
export interface RowRange {
  readonly from: number
  readonly to: number
  readonly base: number
  readonly line: number
}

const NO_ROWS: RowRange = { from: 0, to: 0, base: 0, line: 0 }

/** Whose rows they are, for what tables they become calls, and where these go. */
interface Making {
  readonly kernel: Kernel
  readonly tables: RowTables
  readonly calls: CallBatch
}

/** Rows of the kernel that follow one another, of lines that are like one entry. */
export class LikeRows implements OwnRows {
  private readonly kernel: Kernel
  /** Of their time and of their numbers, each of which takes two words. */
  private readonly timePlace: number
  private readonly places: readonly number[]
  private readonly batch: CallBatch
  private readonly tables: RowTables
  private like: CallsAlike | null = null
  private stamp: Uint32Array = new Uint32Array(0)
  private range = NO_ROWS
  private template = 0
  /** How many were told to be `folded`. */
  repeats = 0

  private constructor({ kernel, tables, calls }: Making, timePlace: number, places: readonly number[]) {
    this.kernel = kernel
    this.tables = tables
    this.batch = calls
    this.timePlace = timePlace
    this.places = places
  }

  /** null when lines like the entry have no time, or others values than their format names. */
  static of(making: Making, named: ByValue, entry: JsonObject, own: readonly OwnValue[]): LikeRows | null {
    const time = placeOf(named.time, entry, own)
    const places = named.numbers.map((path) => placeOf(path, entry, own))
    const isRead = ({ kind }: OwnValue, at: number) =>
      kind === FOUND.number ? places.includes(at) : kind !== FOUND.json && at === time
    const isMissing = (path: string, at: number) => places[at]! < 0 && (valueAt(entry, path) ?? null) !== null
    if (time < 0 || !own.every(isRead) || named.numbers.some(isMissing)) return null
    return new LikeRows(making, time, places)
  }

  /** To be those that stand first in a range. */
  begin(range: RowRange): void {
    this.range = range
    this.template = this.kernel.rowWords[range.from + ROW.template]!
    this.repeats = 0
  }

  has(row: number): boolean {
    const word = this.wordOf(row)
    return word < this.range.to && this.kernel.rowWords[word + ROW.template] === this.template
  }

  place(row: number): EntryPlace {
    const line = this.range.line + this.kernel.rowWords[this.wordOf(row) + ROW.lines]!
    return { offset: this.offsetOf(row), line }
  }

  time(row: number): number | null {
    const time = this.kernel.rowNumbers[(this.wordOf(row) + ROW.time) / 2]!
    return time < 0 ? null : time
  }

  timeText(row: number): string {
    const { rowWords: words } = this.kernel
    const at = this.wordOf(row) + ROW.places + this.timePlace * 2
    return this.kernel.text(words[at]!, words[at + 1]!)
  }

  tellTime(row: number, hash: TextHash): TextHash {
    const { rowWords: words } = this.kernel
    const at = this.wordOf(row) + ROW.places + this.timePlace * 2
    return hash.ascii(this.kernel.view, words[at]!, words[at + 1]!)
  }

  number(row: number, index: number): number | null {
    const place = this.places[index]!
    return place < 0 ? null : this.kernel.rowNumbers[(this.wordOf(row) + ROW.places) / 2 + place]!
  }

  call(row: number, like: CallsAlike, identity: Hash, counts: CountCells, stated: number): void {
    const { batch } = this
    const word = batch.begin(this.stampOf(like))
    for (let count = 0; count < counts.length; count++) batch.words[word + WORD.counts + count] = counts[count]!
    batch.words[word + WORD.stated] = stated
    batch.add(identity, this.offsetOf(row), this.time(row)!)
  }

  folded(): void {
    this.repeats++
  }

  private stampOf(like: CallsAlike): Uint32Array {
    if (like === this.like) return this.stamp
    const { descriptor, attributes } = like
    const common = { descriptor, loggedCostUsd: null, partial: false, stated: 0, time: Number.NaN }
    this.like = like
    this.stamp = stampOf(common, this.tables)!
    this.stamp[WORD.attribute] = this.tables.attributes.number(wellFormed(attributes))
    return this.stamp
  }

  private wordOf(row: number): number {
    return this.range.from + row * ROW_SIZE
  }

  private offsetOf(row: number): number {
    return this.range.base + this.kernel.rowWords[this.wordOf(row) + ROW.begin]!
  }
}
