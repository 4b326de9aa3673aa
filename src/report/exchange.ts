import type { ExchangeRate } from '../pricing/exchange-rate.ts'
import type { Exchange, TokenUsageReport, Warning } from './report.ts'
import { sortedWarnings } from './warnings.ts'

/** What to state a report's cost in beside USD. */
export interface CurrencyChoice {
  /** null = USD alone. */
  readonly rate: ExchangeRate | null
  /** Why it is USD alone although another currency was asked for, or how old a rate had to be taken. */
  readonly warnings: readonly Warning[]
}

/**
 * The report with its total in the chosen currency. Where nothing was chosen, the rate that all of the added-up `parts`
 * state is used again; parts that differ are stated in USD alone.
 */
export function exchanged(
  report: TokenUsageReport,
  choice: CurrencyChoice | null,
  parts: readonly { readonly exchange: Exchange | null }[],
): TokenUsageReport {
  const { rate, warnings } = choice ?? agreed(parts)
  const exchange = rate === null ? null : { ...rate, total_cost: report.total_cost_usd.times(rate.rate) }
  return { ...report, exchange, warnings: sortedWarnings([...report.warnings, ...warnings]) }
}

function agreed(parts: readonly { readonly exchange: Exchange | null }[]): CurrencyChoice {
  const [first = null, ...others] = parts.map(({ exchange }) => exchange)
  if (others.every((other) => sameRate(first, other))) return { rate: first && rateOf(first), warnings: [] }
  const message = 'what is added up states different exchange rates, or none: the sum is in USD alone'
  return { rate: null, warnings: [{ code: 'exchange_dropped', message }] }
}

function sameRate(a: Exchange | null, b: Exchange | null): boolean {
  if (a === null || b === null) return a === b
  return a.currency === b.currency && a.rate.compare(b.rate) === 0 && a.date === b.date && a.source === b.source
}

function rateOf({ currency, rate, date, source }: Exchange): ExchangeRate {
  return { currency, rate, date, source }
}
