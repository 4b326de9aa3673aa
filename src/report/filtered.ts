import { type CallTotal, NO_CALLS } from '../tracker/call.ts'
import type { CallFilter } from '../tracker/filter.ts'
import { isoText } from '../usage/time.ts'
import type { AppliedFilter, GivenFilter, Warning } from './report.ts'

export const NO_FILTER: AppliedFilter = { given: [], left_out: NO_CALLS, without_time: NO_CALLS }

/** What a filter was and what it left out, once all calls went through it. */
export function appliedFilter(applied: CallFilter | null): AppliedFilter {
  if (applied === null) return NO_FILTER
  const { since, until, conditions } = applied.filter
  const given = {
    since: since === null ? null : isoText(since),
    until: until === null ? null : isoText(until),
    conditions: Object.fromEntries(conditions.map(({ by, patterns }) => [by, patterns])),
  }
  return { given: [given], left_out: applied.leftOut, without_time: totalOf([...applied.withoutTime.values()]) }
}

export function filterWarnings(applied: CallFilter | null, files: readonly string[]): readonly Warning[] {
  if (applied === null) return []
  const timeless = [...applied.withoutTime].map(([file, total]) => timelessWarning(files[file]!, total))
  return [...timeless, ...applied.misses().map((message) => ({ code: 'filter_matched_nothing', message }))]
}

/** Of one file: calls that may or may not belong to the time that was asked for. */
export function timelessWarning(file: string, { call_count, calls_known }: CallTotal): Warning {
  const calls = calls_known ? `${call_count} ${call_count === 1 ? 'call' : 'calls'}` : 'tokens of calls'
  const message = `${file}: ${calls} without a time, left out by --since and --until; they may belong to that time`
  return { code: 'without_time', message }
}

/** The filters of logs and of saved reports as one; `reports` are those that hold anything. */
export function mergedFilter(reports: readonly AppliedFilter[]): AppliedFilter {
  const given = new Map(reports.flatMap((filter) => filter.given).map((each) => [JSON.stringify(each), each]))
  return {
    given: [...given].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]): GivenFilter => each),
    left_out: totalOf(reports.map(({ left_out }) => left_out)),
    without_time: totalOf(reports.map(({ without_time }) => without_time)),
  }
}

/** Sums of reports that were filtered in different ways mean little: said, not refused, since months may be added. */
export function mixedFilters(reports: readonly AppliedFilter[]): readonly Warning[] {
  if (new Set(reports.map(({ given }) => JSON.stringify(given))).size < 2) return []
  return [{ code: 'mixed_filters', message: 'reports are added up that were made with different filters' }]
}

export function totalOf(totals: readonly CallTotal[]): CallTotal {
  return totals.reduce(
    (sum, total) => ({
      call_count: sum.call_count + total.call_count,
      calls_known: sum.calls_known && total.calls_known,
      total_tokens: sum.total_tokens + total.total_tokens,
    }),
    NO_CALLS,
  )
}
