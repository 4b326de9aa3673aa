import type { CallTotal } from '../tracker/call.ts'
import type { AppliedFilter, GivenFilter } from './report.ts'
import { type SavedValue, text } from './saved-value.ts'

/** `filter` of a saved report. */
export function appliedFilter(filter: SavedValue): AppliedFilter {
  return {
    given: filter.at('given').list(givenFilter),
    left_out: callTotal(filter.at('left_out')),
    without_time: callTotal(filter.at('without_time')),
  }
}

function callTotal(total: SavedValue): CallTotal {
  return {
    call_count: total.at('call_count').count(),
    calls_known: total.at('calls_known').flag(),
    total_tokens: total.at('total_tokens').count(),
  }
}

/** A filter as it was given. */
export function givenFilter(given: SavedValue): GivenFilter {
  return {
    since: given.at('since').orNull(text),
    until: given.at('until').orNull(text),
    conditions: given.at('conditions').map((patterns) => patterns.list(text)),
  }
}
