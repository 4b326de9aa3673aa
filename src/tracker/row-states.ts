import { FLAG } from '../usage/record-columns.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import type { Call, CopyTrace } from './call.ts'
import type { CallState, StatedAttributes } from './call-state.ts'
import type { Donors } from './donors.ts'
import { leave, restore, useOf } from './run-use.ts'

/** How a row would be held against a copy of it. */
export function traceOf(rows: RecordRows, row: number): CopyTrace {
  const identity = rows.flags[row]! & FLAG.anonymous ? null : rows.identityOf(row)
  const time = rows.ownTimeOf(row)
  return { identity, ownTime: Number.isNaN(time) ? null : time, tie: rows.tieOf(row) }
}

/** A row as the report sees it. */
export function callOf(rows: RecordRows, donors: Donors, row: number): Call {
  const { model, provider, mode, region, format, calls, keepLoggedCost } = rows.descriptorAt(row)
  const time = rows.time[row]!
  // Spelled out, not spread: it is made once per call, and one shape is several times cheaper.
  return {
    model,
    provider,
    mode,
    region,
    format,
    calls,
    counts: rows.countsOf(row),
    fees: rows.extraOf(row)?.fees ?? null,
    loggedCostUsd: rows.loggedCostOf(row),
    keepLoggedCost,
    costInTotal: (rows.flags[row]! & FLAG.costed) !== 0,
    partial: (rows.flags[row]! & FLAG.partial) !== 0,
    time: Number.isNaN(time) ? null : time,
    attributes: donors.fill(rows, row),
    file: rows.file[row]!,
    offset: rows.offset[row]!,
  }
}

/** All rows with all that is known of them, once totals are settled. */
export function* statesOf(rows: RecordRows, donors: Donors): Generator<CallState> {
  const attributesAt = (number: number): StatedAttributes => ({
    attributes: rows.attributes.values[number]!,
    hash: rows.attributes.hashes[number]!,
  })
  for (let row = 0; row < rows.length; row++) {
    const flags = rows.flags[row]!
    const stated = rows.extraOf(row)?.stated ?? null
    yield {
      ...traceOf(rows, row),
      ...(stated !== null && { tie: statedTieOf(rows, row) }),
      ...{ call: callOf(rows, donors, row), spent: rows.isSpent(row), stated },
      total: flags & FLAG.total ? (rows.extraOf(row)?.total ?? 'call') : null,
      own: attributesAt(rows.attribute[row]!),
      donors: (flags & FLAG.mixed ? donors.of(rows, row) : []).map(({ attribute, time }) => ({
        ...attributesAt(attribute),
        time: Number.isFinite(time) ? time : null,
      })),
    }
  }
}

/** The tie of a total as it was stated, before anything was taken off. */
function statedTieOf(rows: RecordRows, row: number): number {
  const [rest, flags] = [useOf(rows, row), rows.flags[row]!]
  restore(rows, row)
  const tie = rows.tieOf(row)
  leave(rows, row, rest)
  rows.flags[row] = flags
  return tie
}
