import { amountAt, amountOf, scaledDown } from '../amount.ts'
import { isObject, type JsonObject } from '../json.ts'

const TICKS_PER_DOLLAR_PLACES = 10

/**
 * The cost in USD that a usage object of OpenAI's family carries: xAI's ticks (10^−10 USD), Perplexity's `cost` object,
 * OpenRouter's `cost` (with a key of one's own only OpenRouter's fee), DeepInfra's estimate.
 */
export function costInUsage(usage: JsonObject): string | null {
  const ticks = amountAt(usage, 'cost_in_usd_ticks')
  if (ticks !== null) return scaledDown(ticks, TICKS_PER_DOLLAR_PLACES)
  const cost = usage['cost']
  if (isObject(cost)) return amountAt(cost, 'total_cost')
  return amountOf(cost) ?? amountAt(usage, 'estimated_cost')
}
