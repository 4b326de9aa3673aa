import { Decimal } from '../pricing/decimal.ts'
import type { Exchange, ModelRow, TokenUsageReport } from '../report/report.ts'
import { grouped } from './count.ts'
import { visible } from './escape.ts'

const TEN_CENTS = Decimal.of(1n, 1)

/** How one report shows its money. All of its amounts are given in USD, and exchanged when they are shown. */
export interface Money {
  readonly decimals: number
  /** null = USD. */
  readonly exchange: Pick<Exchange, 'currency' | 'rate'> | null
  /** Without the code of the currency, where a heading has it. */
  readonly bare?: boolean
}

/** In the currency that the report states its total in. */
export function moneyOf({ exchange, total_cost_usd, models_breakdown, groups }: TokenUsageReport): Money {
  const rows = [...Object.values(models_breakdown), ...groups]
  return moneyOfCosts([total_cost_usd, ...rows.map((row) => row.cost_usd)], exchange)
}

/** With cents, or with four decimals where one of the amounts is below 0.10 and would lose its digits. */
export function moneyOfCosts(costs: readonly (Decimal | null)[], exchange: Money['exchange']): Money {
  const small = costs.some(
    (cost) => cost !== null && !cost.isZero && magnitude(exchanged(cost, exchange)).compare(TEN_CENTS) < 0,
  )
  return { decimals: small ? 4 : 2, exchange }
}

/**
 * '$1,234.50' or '1,087.13 EUR': rounded half-even to the report's decimals, or to as many more as two significant
 * digits need, so that nothing above zero is ever shown as zero.
 */
export function moneyText(amount: Decimal, money: Money): string {
  const sign = amount.units < 0n ? '-' : ''
  const digits = grouped(magnitude(shownAmount(amount, money)).toFixed(decimalsOf(amount, money)))
  if (money.exchange === null) return `${sign}$${digits}`
  return `${sign}${digits}${money.bare === true ? '' : ` ${visible(money.exchange.currency)}`}`
}

/** Every digit that there is: '$0.0000128'. */
export function exactMoney(amount: Decimal): string {
  return `${amount.units < 0n ? '-' : ''}$${grouped(magnitude(amount).toString())}`
}

/** A row's cost: 'n/a' when nothing of it is priced, '≥ $1.20' when only a part is. */
export function costText(row: ModelRow, money: Money): string {
  if (row.cost_usd === null) return 'n/a'
  return `${isPartlyPriced(row) ? '≥ ' : ''}${moneyText(row.cost_usd, money)}`
}

/** The report's cost: '≥ $12.40' when it is incomplete, 'n/a' when no model of it has a price. */
export function totalCostText(report: TokenUsageReport, money: Money): string {
  if (report.cost_complete) return moneyText(report.total_cost_usd, money)
  const rows = Object.values(report.models_breakdown)
  if (rows.length > 0 && rows.every((row) => row.cost_usd === null)) return 'n/a'
  return `≥ ${moneyText(report.total_cost_usd, money)}`
}

/** True when a part of the row's tokens has a price and another part has none. */
export function isPartlyPriced(row: ModelRow): boolean {
  return row.cost_usd !== null && row.priced_as.some(({ reason }) => reason !== null)
}

/** True when a cost is shown with ≥. */
export function showsAtLeast(report: TokenUsageReport, rows: readonly ModelRow[], money: Money): boolean {
  return totalCostText(report, money).startsWith('≥') || rows.some(isPartlyPriced)
}

/** The amount that `moneyText` shows, as a number again: to see whether rounded rows add up. */
export function shownAmount(amount: Decimal, money: Money): Decimal {
  return exchanged(amount, money.exchange).round(decimalsOf(amount, money))
}

function decimalsOf(amount: Decimal, { decimals, exchange }: Money): number {
  return Math.max(decimals, digitsToShow(exchanged(amount, exchange)))
}

function exchanged(amount: Decimal, exchange: Money['exchange']): Decimal {
  return exchange === null ? amount : amount.times(exchange.rate)
}

/** Decimals that two significant digits of `amount` need: 2 for 0.15, 5 for 0.00012. */
function digitsToShow(amount: Decimal): number {
  if (amount.isZero) return 0
  return Math.min(amount.scale, amount.scale - String(magnitude(amount).units).length + 2)
}

function magnitude(amount: Decimal): Decimal {
  return amount.units < 0n ? Decimal.ZERO.minus(amount) : amount
}
