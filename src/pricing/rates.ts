import type { Part } from '../usage/parts.ts'
import { Decimal } from './decimal.ts'
import { PRICE_NAMES, type Rates } from './price-file.ts'

/** Token prices that a block states, USD per million tokens. */
export type Prices = { readonly [name in Part]?: Decimal }

/** What a part costs when its own price is not stated. `citation` costs nothing then; input and output have no other price. */
const FALLBACK: { readonly [name in Part]?: Part } = {
  cache_read: 'input',
  cache_write: 'input',
  cache_write_1h: 'cache_write',
  input_audio: 'input',
  input_image: 'input',
  input_video: 'input',
  cache_read_audio: 'cache_read',
  cache_read_image: 'cache_read',
  cache_read_video: 'cache_read',
  output_audio: 'output',
  output_image: 'output',
  output_video: 'output',
  reasoning: 'output',
}

export function pricesOf(rates: Rates): Prices {
  const prices: { [name in Part]?: Decimal } = {}
  for (const name of PRICE_NAMES) {
    const text = rates[name]
    if (text !== undefined && text !== null) prices[name] = Decimal.parse(text)!
  }
  return prices
}

/** The price of every part, stated or borrowed; a part without either is absent. */
export function withFallbacks(prices: Prices): Prices {
  const full: { [name in Part]?: Decimal } = {}
  for (const name of PRICE_NAMES) {
    const price = priceOf(prices, name)
    if (price !== undefined) full[name] = price
  }
  return full
}

/** Every price times `factor`, but for those in `keep`. */
export function scaled(prices: Prices, factor: Decimal, keep: readonly string[] = []): Prices {
  const result: { [name in Part]?: Decimal } = {}
  for (const name of PRICE_NAMES) {
    const price = prices[name]
    if (price !== undefined) result[name] = keep.includes(name) ? price : price.times(factor)
  }
  return result
}

/** Seconds in the units in which price lists and logs state the length of audio. */
const LENGTHS = { audio_hour: 3600n, audio_minute: 60n, audio_second: 1n } as const
/** Digits of a price that is an endless fraction: so many that a cost rounded to FEE_DIGITS is right. */
const RATE_DIGITS = 36
/** Decimals of what a fee costs. Only prices of audio by the hour ever need more. */
export const FEE_DIGITS = 18

/** The names of the fees that are one price in different units. */
export const AUDIO_LENGTHS: readonly string[] = Object.keys(LENGTHS)

/** Fees that are stated, and those whose price others tell: OpenAI's older search tool mostly costs what the newer does. */
export function withOtherFees(fees: Readonly<Record<string, Decimal>>): Readonly<Record<string, Decimal>> {
  const { web_search } = fees
  return { ...(web_search !== undefined && { web_search_preview: web_search }), ...withLengths(fees) }
}

/** Whatever the unit in which a log states the length of audio: where one unit has a price, all have. */
function withLengths(fees: Readonly<Record<string, Decimal>>): Readonly<Record<string, Decimal>> {
  const stated = Object.entries(LENGTHS).find(([unit]) => fees[unit] !== undefined)
  if (stated === undefined) return fees
  const [unit, seconds] = stated
  const price = fees[unit]!
  const derived = Object.entries(LENGTHS).map(([other, length]) => [
    other,
    price.times(Decimal.of(length)).over(Decimal.of(seconds), RATE_DIGITS),
  ])
  return { ...Object.fromEntries(derived), ...fees }
}

/** What `units` cost at `rate` each: exact, or rounded half-even once where `rate` itself is an endless fraction. */
export function charge(rate: Decimal, units: Decimal): Decimal {
  const cost = rate.times(units)
  return isEndless(rate) ? cost.round(FEE_DIGITS) : cost
}

/** True for a price that had to be rounded. */
export function isEndless(rate: Decimal): boolean {
  return rate.scale > FEE_DIGITS
}

function priceOf(prices: Prices, name: Part): Decimal | undefined {
  const own = prices[name]
  if (own !== undefined) return own
  const other = FALLBACK[name]
  return other === undefined ? (name === 'citation' ? Decimal.ZERO : undefined) : priceOf(prices, other)
}
