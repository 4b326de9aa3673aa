import { Decimal } from '../pricing/decimal.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { countText } from './count.ts'
import { shortened, visible } from './escape.ts'
import { type Money, moneyText, shownAmount, showsAtLeast } from './money.ts'
import { periodText } from './period.ts'
import type { NamedRow } from './rows.ts'
import { WORDINGS } from './wording.ts'

/** What became of every entry that was read: nothing is lost unnamed. */
export function accountText(report: TokenUsageReport): string {
  return WORDINGS.en.account(report.input)
}

/** When the calls were made. */
export function timeText(report: TokenUsageReport): string {
  const period = periodText(report)
  return period === null ? 'The calls have no times' : WORDINGS.en.period(period)
}

/** Whose prices the costs are, and of which day. */
export function pricesText(report: TokenUsageReport): string {
  const { as_of, layers } = report.pricing
  const names = [...new Set(layers.map(({ name }) => visible(name)))].join(', ')
  return `List prices${as_of === null ? '' : ` as of ${visible(as_of)}`}${names === '' ? '' : ` (${names})`}`
}

/** Amounts beside the table: fees inside the cost, and the cost that the logs state themselves, to hold against ours. */
export function amountTexts(report: TokenUsageReport, money: Money): readonly string[] {
  const fees = sum(Object.values(report.models_breakdown).map((row) => row.cost_breakdown_usd.fees))
  const logged = report.total_logged_cost_usd
  return [
    ...(fees.isZero ? [] : [`${moneyText(fees, money)} of the cost are fees, such as web searches`]),
    ...(logged === null ? [] : [loggedText(report.total_cost_usd, logged, money)]),
  ]
}

/** The cost that the logs state, and how far the total is from it. */
function loggedText(total: Decimal, logged: Decimal, money: Money): string {
  const text = `The logs themselves state a cost of ${moneyText(logged, money)}`
  const order = logged.compare(total)
  if (order === 0) return `${text}, as much as the total`
  const difference = order > 0 ? logged.minus(total) : total.minus(logged)
  return `${text}, ${moneyText(difference, money)} ${order > 0 ? 'more' : 'less'} than the total`
}

/** What the marks in the rows mean, and why rounded rows may not add up; only what this report needs. */
export function footnotes(report: TokenUsageReport, named: readonly NamedRow[], money: Money): readonly string[] {
  if (named.length === 0) return []
  const rows = named.map(({ row }) => row)
  const costs = rows.map(({ cost_usd }) => (cost_usd === null ? Decimal.ZERO : shownAmount(cost_usd, money)))
  const notes: string[] = []
  const kept = named.filter(({ row }) => row.priced_as.some(({ matched }) => matched === 'logged'))
  if (kept.length > 0) notes.push(`Not computed, but stated by the logs: the cost of ${keptNames(kept)}`)
  if (rows.some((row) => row.cost_usd === null)) notes.push('n/a  no price is known; the cost is not zero')
  if (showsAtLeast(report, rows, money)) notes.push('≥    at least: some tokens are missing from this cost')
  if (!report.calls_known) notes.push('Calls with ? or ≥: the logs give only a sum there, not every call')
  if (shownAmount(sum(costs), { ...money, exchange: null }).compare(shownAmount(report.total_cost_usd, money)) !== 0)
    notes.push('The total is exact, then rounded; the rows are rounded one by one and add up to a little more or less')
  return notes
}

const NAMES_SHOWN = 5

function keptNames(rows: readonly NamedRow[]): string {
  const names = rows.slice(0, NAMES_SHOWN).map(({ names }) => names.join(' '))
  const more = rows.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${countText(more)} more` : ''}`
}

/** Warnings of one code that are shown in full; more of the same kind are counted. */
const WARNINGS_PER_CODE = 5
const LONGEST_WARNING = 1_000

/** The warnings for people, a few of each kind. */
export function warningTexts({ warnings }: Pick<TokenUsageReport, 'warnings'>): readonly string[] {
  const codes = [...new Set(warnings.map(({ code }) => code))]
  return codes.flatMap((code) => {
    const messages = warnings
      .filter((warning) => warning.code === code)
      .map(({ message }) => visible(shortened(message, LONGEST_WARNING)))
    const more = messages.length - WARNINGS_PER_CODE
    const rest = more > 0 ? [`${countText(more)} more of the kind ${visible(code)}; --json shows them all`] : []
    return [...messages.slice(0, WARNINGS_PER_CODE), ...rest]
  })
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), Decimal.ZERO)
}
