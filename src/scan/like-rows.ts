import type { ByValue, CallsAlike, EntryPlace, OwnRows, RunningRows, TakenRows } from '../formats/format.ts'
import type { JsonObject } from '../usage/json.ts'
import { wellFormed } from '../usage/record.ts'
import { WORD } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import { stampOf } from '../usage/stamped-calls.ts'
import type { Kernel } from './kernel.ts'
import { FOUND, type OwnValue } from './projection.ts'
import { valueAt } from './repeated-call.ts'
import { ROW, ROW_SIZE, type RowRange } from './row.ts'
import type { TotalPlaces } from './total-rows.ts'

/** The place of the value at `path` among an entry's own; below 0 = it is not its own. */
export function placeOf(path: string, entry: JsonObject, own: readonly OwnValue[]): number {
  const above = path.lastIndexOf('.')
  const holder = above < 0 ? entry : valueAt(entry, path.slice(0, above))
  return own.findIndex((each) => each.holder === holder && each.key === path.slice(above + 1))
}

const NO_ROWS: RowRange = { from: 0, to: 0, base: 0, line: 0 }

/** Rows of the kernel that follow one another, of lines that are like one entry. */
export class LikeRows implements OwnRows {
  private readonly kernel: Kernel
  /** Of its values in a row; each takes two words. */
  private readonly places: TotalPlaces
  private readonly tables: RowTables
  private like: CallsAlike | null = null
  /** The row of calls like these. */
  private stamp: Uint32Array = new Uint32Array(0)
  private range = NO_ROWS

  private constructor(kernel: Kernel, tables: RowTables, places: TotalPlaces) {
    this.kernel = kernel
    this.tables = tables
    this.places = places
  }

  /** null when lines like the entry have no time, or other values than their format names. */
  static of(
    kernel: Kernel,
    tables: RowTables,
    named: ByValue,
    entry: JsonObject,
    own: readonly OwnValue[],
  ): LikeRows | null {
    const time = placeOf(named.time, entry, own)
    const places = named.numbers.map((path) => placeOf(path, entry, own))
    const isRead = ({ kind }: OwnValue, at: number) =>
      kind === FOUND.number ? places.includes(at) : kind !== FOUND.json && at === time
    const isMissing = (path: string, at: number) => places[at]! < 0 && (valueAt(entry, path) ?? null) !== null
    if (time < 0 || !own.every(isRead) || named.numbers.some(isMissing)) return null
    return new LikeRows(kernel, tables, { time, numbers: places })
  }

  /** To be those that stand first in a range. */
  begin(range: RowRange): void {
    this.range = range
    this.kernel.totals.clear()
  }

  place(row: number): EntryPlace {
    const { rowWords: words } = this.kernel
    const at = this.wordOf(row)
    return { offset: this.range.base + words[at + ROW.begin]!, line: this.range.line + words[at + ROW.lines]! }
  }

  time(row: number): number | null {
    const time = this.kernel.rowNumbers[(this.wordOf(row) + ROW.time) / 2]!
    return time < 0 ? null : time
  }

  timeText(row: number): string {
    const { rowWords: words } = this.kernel
    const at = this.wordOf(row) + ROW.places + this.places.time * 2
    return this.kernel.text(words[at]!, words[at + 1]!)
  }

  number(row: number, index: number): number | null {
    const place = this.places.numbers[index]!
    return place < 0 ? null : this.kernel.rowNumbers[(this.wordOf(row) + ROW.places) / 2 + place]!
  }

  take(running: RunningRows): TakenRows {
    return this.kernel.totals.take(running, this.stampLike(running.like), this.places, this.range)
  }

  private stampLike(like: CallsAlike): Uint32Array {
    if (like === this.like) return this.stamp
    const { descriptor, attributes } = like
    const common = { descriptor, loggedCostUsd: null, partial: false, stated: 0, time: 0 }
    this.like = like
    this.stamp = stampOf(common, this.tables)!
    this.stamp[WORD.attribute] = this.tables.attributes.number(wellFormed(attributes))
    return this.stamp
  }

  /** Where a row begins. */
  private wordOf(row: number): number {
    return this.range.from + row * ROW_SIZE
  }
}
