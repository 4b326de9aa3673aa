import { Decimal } from '../pricing/decimal.ts'
import type { PriceBucket } from '../pricing/priced.ts'
import type { Call } from '../tracker/call.ts'
import type { Parts } from '../usage/parts.ts'
import { countsOf } from './call-rows.ts'
import type { JoinedRow } from './joined-rows.ts'
import { bucketOf, type Pricer } from './ledger.ts'
import type { PricingLayer, TokenUsageReport } from './report.ts'

/** The prices at hand, which reports that were made with the same may be priced by again. */
export interface PricesAtHand {
  readonly pricer: Pricer
  /** True for a report that was priced by the same files. */
  readonly are: (report: TokenUsageReport) => boolean
}

export function pricesAtHand(pricer: Pricer, layers: readonly PricingLayer[]): PricesAtHand {
  const known = new Map<TokenUsageReport, boolean>()
  const are = (report: TokenUsageReport) => {
    const same = known.get(report) ?? JSON.stringify(report.pricing.layers) === JSON.stringify(layers)
    known.set(report, same)
    return same
  }
  return { pricer, are }
}

type Price = readonly [PriceBucket, Decimal | null]

/**
 * What prices a call: what priced it in its report, or, where calls of other reports changed its time or what is left of a
 * total, the same prices asked again, if they are at hand.
 */
export function joinedPrice(call: Call, parts: Parts, joined: JoinedRow, { pricer, are }: PricesAtHand): Price {
  const { bucket, keyed, views } = joined
  const { cost, reprice } = views[0]!
  if (!reprice && isChanged(call, joined) && are(keyed.report)) return bucketOf(call, parts, { pricer, cost, reprice })
  if (bucket.matched === 'logged') {
    if (call.costInTotal) return [bucket, Decimal.ZERO]
    return call.loggedCostUsd === null ? [NOT_AT_HAND, null] : [bucket, Decimal.parse(call.loggedCostUsd)]
  }
  return bucketOf(call, parts, { pricer: { bucketFor: () => bucket }, cost, reprice })
}

function isChanged(call: Call, { row, bucket, logged_cost_usd }: JoinedRow): boolean {
  if (call.loggedCostUsd !== (logged_cost_usd?.toString() ?? null)) return true
  const wasInTotal = bucket.matched === 'logged' && logged_cost_usd === null
  if (call.time !== row.time || call.calls !== row.calls || call.costInTotal !== wasInTotal) return true
  return countsOf(call.counts).some((count, place) => count !== row.counts[place])
}

/** Of a call whose cost its log stated, until another report's total was found to state it too. */
const NOT_AT_HAND: PriceBucket = {
  ...{ key: null, matched: 'none', provider: null, assumed: false, layer: null, from: null },
  ...{ tier: null, mode: null, region: null, notes: [], rates: {} },
  unpriced: 'the price files of its report are not at hand',
}
