import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { Call, CopyTrace } from './call.ts'
import type { CallState, StatedAttributes } from './call-state.ts'
import type { Donors } from './donors.ts'
import { leave, restore, useOf } from './run-use.ts'

/** How a row would be held against a copy of it. */
export function traceOf(rows: RecordRows, row: number): CopyTrace {
  const identity = rows.has(row, FLAG.anonymous) ? null : rows.identityOf(row)
  const time = rows.ownTimeOf(row)
  return { identity, ownTime: Number.isNaN(time) ? null : time, tie: rows.tieOf(row) }
}

/** A row as the report sees it. */
export function callOf(rows: RecordRows, donors: Donors, row: number): Call {
  const { model, provider, mode, region, format, calls, keepLoggedCost } = rows.descriptorAt(row)
  const time = rows.timeOf(row)
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
    costInTotal: rows.has(row, FLAG.costed),
    partial: rows.has(row, FLAG.partial),
    time: Number.isNaN(time) ? null : time,
    attributes: donors.fill(rows, row),
    file: rows.fileOf(row),
    offset: rows.offsetOf(row),
  }
}

/** All rows with all that is known of them, once totals are settled. */
export function* statesOf(rows: RecordRows, donors: Donors): Generator<CallState> {
  const attributesAt = (number: number): StatedAttributes => ({
    attributes: rows.attributes.values[number]!,
    hash: rows.attributes.hashOf(number),
  })
  for (let row = 0; row < rows.length; row++) {
    const stated = rows.extraOf(row)?.stated ?? null
    yield {
      ...traceOf(rows, row),
      ...(stated !== null && { tie: statedTieOf(rows, row) }),
      ...{ call: callOf(rows, donors, row), spent: rows.isSpent(row), stated },
      total: rows.has(row, FLAG.total) ? (rows.extraOf(row)?.total ?? 'call') : null,
      own: attributesAt(rows.attributeOf(row)),
      donors: (rows.has(row, FLAG.mixed) ? donors.of(rows, row) : []).map(({ attribute, time }) => ({
        ...attributesAt(attribute),
        time: Number.isFinite(time) ? time : null,
      })),
    }
  }
}

/** The tie of a total as it was stated, before anything was taken off. */
function statedTieOf(rows: RecordRows, row: number): number {
  const [rest, isSpent] = [useOf(rows, row), rows.isSpent(row)]
  restore(rows, row)
  const tie = rows.tieOf(row)
  leave(rows, row, rest)
  if (isSpent) rows.flag(row, FLAG.spent)
  else rows.unflag(row, FLAG.spent)
  return tie
}
