import type { UsageRecord } from '../usage/record.ts'
import type { Origin } from '../usage/record-rows.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'

/** Takes the calls that a scan finds. */
export interface CallSink {
  /** False when the record is no call at all (zero tokens, no fees). */
  add(record: UsageRecord, origin: Origin): boolean
  /** Those of the rows that calls are added to; the same as long as a file is read. */
  readonly tables: RowTables
  addStamped(calls: StampedCalls, file: number): void
}
