import { Decimal } from '../pricing/decimal.ts'
import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import { grouped } from './count.ts'

const TEN_CENTS = Decimal.of(1n, 1)

/** Decimals that one report shows its money with: cents, or four where an amount below $0.10 would lose its digits. */
export function decimalsFor(report: TokenUsageReport): number {
  const costs = [report.total_cost_usd, ...Object.values(report.models_breakdown).map((row) => row.cost_usd)]
  const small = [...costs, ...report.groups.map((row) => row.cost_usd)].some(
    (cost) => cost !== null && !cost.isZero && magnitude(cost).compare(TEN_CENTS) < 0,
  )
  return small ? 4 : 2
}

/**
 * '$1,234.50': rounded half-even to `decimals`, or to as many more as two significant digits need, so that nothing above
 * zero is ever shown as zero.
 */
export function moneyText(amount: Decimal, decimals: number): string {
  const text = grouped(magnitude(amount).toFixed(Math.max(decimals, digitsToShow(amount))))
  return amount.units < 0n ? `-$${text}` : `$${text}`
}

/** Every digit that there is: '$0.0000128'. */
export function exactMoney(amount: Decimal): string {
  return `${amount.units < 0n ? '-' : ''}$${grouped(magnitude(amount).toString())}`
}

/** A row's cost: 'n/a' when nothing of it is priced, '≥ $1.20' when only a part is. */
export function costText(row: ModelRow, decimals: number): string {
  if (row.cost_usd === null) return 'n/a'
  return `${isPartlyPriced(row) ? '≥ ' : ''}${moneyText(row.cost_usd, decimals)}`
}

/** The report's cost: '≥ $12.40' when it is incomplete, 'n/a' when no model of it has a price. */
export function totalCostText(report: TokenUsageReport, decimals: number): string {
  if (report.cost_complete) return moneyText(report.total_cost_usd, decimals)
  const rows = Object.values(report.models_breakdown)
  if (rows.length > 0 && rows.every((row) => row.cost_usd === null)) return 'n/a'
  return `≥ ${moneyText(report.total_cost_usd, decimals)}`
}

/** True when a part of the row's tokens has a price and another part has none. */
export function isPartlyPriced(row: ModelRow): boolean {
  return row.cost_usd !== null && row.priced_as.some(({ reason }) => reason !== null)
}

/** The amount that `moneyText` shows, as a number again: to see whether rounded rows add up. */
export function shownAmount(amount: Decimal, decimals: number): Decimal {
  return amount.round(Math.max(decimals, digitsToShow(amount)))
}

/** Decimals that two significant digits of `amount` need: 2 for 0.15, 5 for 0.00012. */
function digitsToShow(amount: Decimal): number {
  if (amount.isZero) return 0
  return Math.min(amount.scale, amount.scale - String(magnitude(amount).units).length + 2)
}

function magnitude(amount: Decimal): Decimal {
  return amount.units < 0n ? Decimal.ZERO.minus(amount) : amount
}
