import { TokencostError } from '../errors.ts'
import type { TextTree, Tree } from './text-tree.ts'

/** A text of the configuration and where it stands, for errors of those who can tell whether it is right. */
export interface PlacedText {
  readonly text: string
  /** `tokencost.yaml:3:8`. */
  readonly at: string
}

/** What the configuration says about currencies, unread. */
export interface CurrencyConfig {
  /** `currency:` */
  readonly currency: PlacedText | null
  /** `rates:`, as `EUR: 0.8807@2026-09-30` or `EUR: { rate: 0.8807, date: 2026-09-30 }`, the latter joined with @. */
  readonly rates: readonly { readonly currency: PlacedText; readonly rate: PlacedText }[]
}

export function currencyConfig(root: { readonly [key: string]: Tree }, place: TextTree['place']): CurrencyConfig {
  const { currency = null, rates = null } = root
  if (currency !== null && typeof currency !== 'string')
    throw wrong(place(['currency'], 'value'), 'currency: expected a code such as EUR')
  if (rates !== null && (typeof rates !== 'object' || isList(rates)))
    throw wrong(place(['rates'], 'value'), 'rates: expected currencies, such as EUR: 0.8807@2026-09-30')
  return {
    currency: currency === null ? null : { text: currency, at: place(['currency'], 'value') },
    rates: Object.entries(rates ?? {}).map(([code, rate]) => ({
      currency: { text: code, at: place(['rates', code], 'key') },
      rate: { text: rateText(code, rate, place), at: place(['rates', code], 'value') },
    })),
  }
}

function rateText(code: string, value: Tree, place: TextTree['place']): string {
  if (typeof value === 'string') return value
  if (value === null || isList(value))
    throw wrong(place(['rates', code], 'value'), `rates: expected a number for ${code}, such as 0.8807@2026-09-30`)
  const unknown = Object.keys(value).find((key) => key !== 'rate' && key !== 'date')
  if (unknown !== undefined)
    throw wrong(place(['rates', code, unknown], 'key'), `unknown key ${unknown}; use rate and date`)
  const { rate = null, date = null } = value
  if (typeof rate !== 'string' || (date !== null && typeof date !== 'string'))
    throw wrong(place(['rates', code], 'value'), `rates: expected rate: and date: for ${code}`)
  return date === null ? rate : `${rate}@${date}`
}

function isList(value: Tree): value is readonly Tree[] {
  return Array.isArray(value)
}

function wrong(at: string, message: string): TokencostError {
  return new TokencostError('usage', `${at}: ${message}`)
}
