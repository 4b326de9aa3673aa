import type { Call } from '../tracker/call.ts'
import type { UsageRecord } from '../usage/record.ts'

/** A record as the ledger sees calls, without the way through a tracker. */
export function callOf(record: UsageRecord): Call {
  return {
    model: record.model,
    provider: record.provider,
    mode: record.mode ?? null,
    region: record.region ?? null,
    format: 'tokencost',
    calls: record.calls === undefined ? 1 : record.calls,
    counts: record.counts,
    fees: record.fees ?? null,
    loggedCostUsd: record.loggedCostUsd ?? null,
    keepLoggedCost: record.keepLoggedCost ?? false,
    costInTotal: false,
    partial: record.partial ?? false,
    time: record.time,
    attributes: record.attributes ?? {},
    file: 0,
    offset: 0,
  }
}
