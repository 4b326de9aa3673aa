import { TokencostError } from '../errors.ts'
import { Decimal } from './decimal.ts'
import { type ExchangeRate, isDay, RATE_DIGITS } from './exchange-rate.ts'

/** The reference rates of the European Central Bank of one day. */
export interface EcbRates {
  /** The feed's own date, YYYY-MM-DD. */
  readonly date: string
  /** Units for one euro, as the feed writes them; USD is always among them. */
  readonly rates: Readonly<Record<string, string>>
}

export const ECB_DAILY = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml'

/**
 * The newest day of a feed: `<Cube time='2026-09-30'><Cube currency='USD' rate='1.1355'/>…`. Throws when it has none;
 * `name` is what errors call it.
 */
export function parseEcb(xml: string, name: string): EcbRates {
  const cubes = [...xml.matchAll(/<(?:\w+:)?Cube\b([^<>]*?)\/?>/g)].map(([, attributes = '']) =>
    Object.fromEntries([...attributes.matchAll(/(\w+)\s*=\s*(["'])(.*?)\2/g)].map(([, key, , value]) => [key, value])),
  )
  const first = cubes.findIndex(({ time }) => time !== undefined)
  const next = cubes.findIndex(({ time }, index) => index > first && time !== undefined)
  const day = first < 0 ? [] : cubes.slice(first, next < 0 ? undefined : next)
  const rates = day.flatMap(({ currency, rate }) => (currency === undefined ? [] : [[currency, rate ?? '']]))
  const found = checked({ date: cubes[first]?.['time'], rates: Object.fromEntries(rates) })
  if (found === null) throw new TokencostError('failed', `${name}: it holds no exchange rates of the ECB`)
  return found
}

/** The same as `ecbJson` wrote it; null when it is something else. */
export function parseEcbJson(json: string): EcbRates | null {
  try {
    return checked(JSON.parse(json))
  } catch {
    return null
  }
}

export function ecbJson({ date, rates }: EcbRates): string {
  return `${JSON.stringify({ source: 'ECB', base: 'EUR', date, rates }, null, 2)}\n`
}

/** What one USD is worth in `currency`: the quotient of two rates for one euro, to 18 decimals. null when it is not in the feed. */
export function ecbRate({ date, rates }: EcbRates, currency: string): ExchangeRate | null {
  const perEuro = currency === 'EUR' ? Decimal.of(1n) : positive(rates[currency])
  const rate = perEuro?.over(positive(rates['USD'])!, RATE_DIGITS)
  return rate === undefined || rate.isZero ? null : { currency, rate, date, source: 'ECB' }
}

function checked(value: unknown): EcbRates | null {
  const { date, rates } = (value ?? {}) as { readonly date?: unknown; readonly rates?: unknown }
  if (typeof date !== 'string' || !isDay(date) || typeof rates !== 'object' || rates === null) return null
  const good = Object.entries(rates).filter(([code, rate]) => /^[A-Z]{3}$/.test(code) && positive(rate) !== null)
  const known = Object.fromEntries(good) as Record<string, string>
  return Object.hasOwn(known, 'USD') ? { date, rates: known } : null
}

function positive(text: unknown): Decimal | null {
  const decimal = typeof text === 'string' && /^\d{1,12}(\.\d{1,18})?$/.test(text) ? Decimal.parse(text) : null
  return decimal === null || decimal.isZero ? null : decimal
}
