import type { Decimal } from '../pricing/decimal.ts'
import type { CacheInsight, Insights, OtherModel, Spread } from '../report/insights.ts'
import { counted, countText } from './count.ts'
import { type Money, moneyText } from './money.ts'
import { nameText, percentText } from './rows.ts'

/** Insights as sentences, one per line; those that have nothing to say are left out. */
export function insightTexts(insights: Insights, money: Money): readonly string[] {
  const { cache, reasoning, cost_per_call, cost_per_session, other_models } = insights
  return [
    ...cacheTexts(cache, money),
    ...(reasoning.tokens === 0 || reasoning.share_of_output === null
      ? []
      : [`Reasoning: ${percent(reasoning.share_of_output)} of the output, ${counted(reasoning.tokens, 'token')}`]),
    ...spreadTexts('call', cost_per_call, money),
    ...spreadTexts('session', cost_per_session, money),
    ...otherTexts(other_models, money),
  ]
}

/** 'saved $1.20', 'cost $0.30 more than it saved'. */
function savedText(saved: Decimal, money: Money): string {
  if (saved.isZero) return 'saved nothing'
  if (saved.units > 0n) return `saved ${moneyText(saved, money)}`
  return `cost ${moneyText(saved.times(-1), money)} more than it saved`
}

/** '45%' of a share from 0 to 1. */
function percent(share: Decimal): string {
  return percentText(share.toNumber())
}

function cacheTexts(cache: CacheInsight, money: Money): readonly string[] {
  const written = cache.write_5m_tokens + cache.write_1h_tokens
  if (cache.hit_rate === null || cache.read_tokens + written === 0) return []
  const text = (amount: Decimal) => moneyText(amount, money)
  const spent = cache.read_cost_usd.plus(cache.write_5m_cost_usd).plus(cache.write_1h_cost_usd)
  const leftOut = cache.left_out_tokens === 0 ? '' : `; ${counted(cache.left_out_tokens, 'cached token')} left out`
  const lines = [
    `Cache: ${percent(cache.hit_rate)} of the input was read from it; caching ${savedText(cache.saved_usd, money)} ` +
      `(${text(spent)} instead of ${text(cache.uncached_cost_usd)}${leftOut})`,
  ]
  if (written === 0) return lines
  const hour =
    cache.write_1h_tokens === 0
      ? ''
      : `, ${countText(cache.write_1h_tokens)} for one hour at ${text(cache.write_1h_cost_usd)} ` +
        `(${text(cache.write_1h_cost_as_5m_usd)} at the five-minute price)`
  return [
    ...lines,
    `Cache writes: ${countText(cache.write_5m_tokens)} tokens for five minutes at ${text(cache.write_5m_cost_usd)}${hour}`,
  ]
}

function spreadTexts(of: string, spread: Spread, money: Money): readonly string[] {
  const { count, left_out, lower_bounds, mean_usd, median_usd, p95_usd, max_usd } = spread
  if (mean_usd === null || median_usd === null || p95_usd === null || max_usd === null) return []
  const text = (amount: Decimal) => `${lower_bounds > 0 ? '≥ ' : ''}${moneyText(amount, money)}`
  const leftOut = left_out === 0 ? '' : `, ${countText(left_out)} left out`
  return [
    `Per ${of}: mean ${text(mean_usd)}, median ${text(median_usd)}, p95 ${text(p95_usd)}, ` +
      `max ${text(max_usd)} (${counted(count, of)}${leftOut})`,
  ]
}

function otherTexts(others: readonly OtherModel[], money: Money): readonly string[] {
  const texts = others.flatMap(({ model, cost_usd, unpriced_tokens }) =>
    cost_usd === null ? [] : [`${nameText(model)} ${unpriced_tokens > 0 ? '≥ ' : ''}${moneyText(cost_usd, money)}`],
  )
  return texts.length === 0 ? [] : [`All calls as one model: ${texts.join(', ')}`]
}
