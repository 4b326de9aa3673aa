import type { MatchKind } from '../pricing/priced.ts'
import type { PricedAs } from './report.ts'
import { money, type SavedValue, text } from './saved-value.ts'

/** One of `priced_as` of a saved report. */
export function savedPricedAs(bucket: SavedValue): PricedAs {
  return {
    key: bucket.at('key').orNull(text),
    matched: bucket.at('matched').text() as MatchKind,
    provider: bucket.at('provider').orNull(text),
    assumed: bucket.at('assumed').flag(),
    layer: bucket.at('layer').orNull(text),
    from: bucket.at('from').orNull(text),
    tier: bucket.at('tier').orNull(text),
    mode: bucket.at('mode').orNull(text),
    region: bucket.at('region').orNull(text),
    notes: bucket.at('notes').list(text),
    reason: bucket.at('reason').orNull(text),
    call_count: bucket.at('call_count').count(),
    tokens: bucket.at('tokens').map((tokens) => tokens.count()),
    fees: bucket.at('fees').map(money),
    rates_per_mtok: bucket.at('rates_per_mtok').map(money),
    cost_usd: bucket.at('cost_usd').orNull(money),
  }
}
