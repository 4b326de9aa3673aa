import type { UsageRecord } from '../usage/record.ts'
import type { Origin } from '../usage/record-rows.ts'
import type { StampedCall } from '../usage/stamped-call.ts'

/** Takes the calls that a scan finds. */
export interface CallSink {
  /** False when the record is no call at all (zero tokens, no fees). */
  add(record: UsageRecord, origin: Origin): boolean
  /** The same of a call that is like others. */
  addStamped(call: StampedCall, file: number, offset: number): boolean
  warn(code: string, message: string): void
}
