import type { Format } from '../formats/format.ts'
import type { Json, JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { Kernel } from './kernel.ts'
import { LikeRows } from './like-rows.ts'
import { FOUND, type Found, type OwnValue, type Projection } from './projection.ts'
import { restatedPlan } from './restated-call.ts'

/** An entry that was read, to be shown to its reader again with the values of other lines, where it has to be shown at all. */
export class RecurringEntry {
  /** By which the kernel makes calls of lines like it, if it is known what record follows from them. */
  readonly plan: Uint8Array | null
  /** Those of lines like it, if they are all that its reader needs. */
  readonly rows: LikeRows | null
  /** As it was read, or with the values that it was filled with last. */
  readonly entry: JsonObject
  /** In the order of their places in a row. */
  private readonly own: readonly OwnValue[]

  /** `record`: all that the reader told of it; null = nothing, or more. */
  constructor(projection: Projection, format: Format, found: Found, record: UsageRecord | null, tables: RowTables) {
    const own: OwnValue[] = []
    this.entry = projection.objectOf(found, own)
    this.own = own
    const byValue = format.recurs?.byValue
    const isByValue = byValue?.isFor(this.entry) === true
    this.rows = isByValue ? LikeRows.of(projection.kernel, tables, byValue, this.entry, own) : null
    this.plan = record === null ? null : restatedPlan(format, this.entry, own, record, tables)
  }

  /** With the values behind `at` in a row. */
  filled(kernel: Kernel, at: number): JsonObject {
    const { own } = this
    for (let i = 0; i < own.length; i++) {
      const { kind, holder, key } = own[i]!
      holder[key] = valueAt(kernel, kind, at + i * 2)
    }
    return this.entry
  }
}

function valueAt(kernel: Kernel, kind: number, at: number): Json {
  if (kind === FOUND.number) return kernel.rowNumbers[at / 2]!
  const { rowWords: words } = kernel
  return kind === FOUND.json ? kernel.json(words[at]!, words[at + 1]!) : kernel.text(words[at]!, words[at + 1]!)
}
