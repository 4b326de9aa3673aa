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

/** Seconds in units of audio that price lists use. */
const LENGTHS = { audio_hour: 3600n, audio_minute: 60n } as const
/** Digits of a price that is an endless fraction. */
const SECOND_DIGITS = 18

/** Logs state the length of audio in seconds; where only its hour or minute has a price, so has its second. */
export function withSeconds(fees: Readonly<Record<string, Decimal>>): Readonly<Record<string, Decimal>> {
  if (fees['audio_second'] !== undefined) return fees
  for (const [unit, seconds] of Object.entries(LENGTHS)) {
    const price = fees[unit]
    if (price !== undefined) return { ...fees, audio_second: price.over(Decimal.of(seconds), SECOND_DIGITS) }
  }
  return fees
}

function priceOf(prices: Prices, name: Part): Decimal | undefined {
  const own = prices[name]
  if (own !== undefined) return own
  const other = FALLBACK[name]
  return other === undefined ? (name === 'citation' ? Decimal.ZERO : undefined) : priceOf(prices, other)
}
