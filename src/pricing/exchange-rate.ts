import { TokencostError } from '../errors.ts'
import { isoDay } from '../usage/time.ts'
import { Decimal } from './decimal.ts'

/** What one US dollar is worth in another currency. */
export interface ExchangeRate {
  /** ISO 4217. */
  readonly currency: string
  /** Units of the currency for one USD, above zero. */
  readonly rate: Decimal
  /** YYYY-MM-DD, the day that it is of; null when nobody said. */
  readonly date: string | null
  /** Who says so: '--rate', 'configuration' (`rates:` of tokencost.yaml), 'ECB'. */
  readonly source: string
}

/** Decimals of a rate that is a quotient, and the most that a written one may have. */
export const RATE_DIGITS = 18
const LONGEST_RATE = 40

/** `0.8807` or `0.8807@2026-09-30`; throws a usage error for anything else. `where` begins the message. */
export function writtenRate(text: string, where: string): { readonly rate: Decimal; readonly date: string | null } {
  const [amount = '', date = null, ...more] = text.trim().split('@')
  const rate = amount.length > LONGEST_RATE || /e/i.test(amount) ? null : Decimal.parse(amount)
  const wrong = (problem: string) => new TokencostError('usage', `${where}: ${problem}`, { hint: HINT })
  if (rate === null || rate.scale > RATE_DIGITS || more.length > 0)
    throw wrong(`${text} is no rate with at most ${RATE_DIGITS} decimals`)
  if (rate.units <= 0n) throw wrong(`${text} is not above zero`)
  if (date !== null && !isDay(date)) throw wrong(`${date} is no day written as 2026-09-30`)
  return { rate, date }
}

/** True for a day of the calendar, written as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && isoDay(time) === text
}

const HINT = 'A rate says what 1 USD is worth, and of which day: 0.8807@2026-09-30, or 0.8807 alone.'
