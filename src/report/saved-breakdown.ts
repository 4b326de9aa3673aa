import type { CostBreakdown } from './report.ts'
import type { SavedValue } from './saved-value.ts'

/** What a saved row says of the kinds of its cost. */
export function savedBreakdown(breakdown: SavedValue): CostBreakdown {
  return {
    input: breakdown.at('input').money(),
    cache_read: breakdown.at('cache_read').money(),
    cache_write: breakdown.at('cache_write').money(),
    output: breakdown.at('output').money(),
    fees: breakdown.at('fees').money(),
  }
}
