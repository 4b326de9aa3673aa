import type { Exchange, TokenUsageReport } from '../report/report.ts'
import { counted } from './count.ts'
import { visible } from './escape.ts'
import { moneyOf, totalCostText } from './money.ts'

const DAY_MS = 86_400_000
/** Decimals of a rate for people; the JSON report has all of them. */
const SHOWN_DIGITS = 8

/** `1 USD = 0.8807 EUR, ECB reference rate of 2026-09-30`; with its age where `today` is given. */
export function rateText({ currency, rate, date, source }: Exchange, today: string | null = null): string {
  const shown = rate.round(SHOWN_DIGITS)
  const day = date === null ? 'of no stated day' : `of ${visible(date)}${ageText(date, today)}`
  const whose = SOURCES[source] ?? `a rate of ${visible(source)},`
  return `1 USD = ${shown.isZero ? rate : shown} ${visible(currency)}, ${whose} ${day}`
}

/** What the costs were exchanged at, and the total before; nothing where they are in USD. */
export function exchangeTexts(report: TokenUsageReport, today: string | null): readonly string[] {
  if (report.exchange === null) return []
  return [
    `${rateText(report.exchange, today)}; the total is ${totalCostText(report, moneyOf({ ...report, exchange: null }))}`,
  ]
}

const SOURCES: Readonly<Record<string, string>> = {
  ECB: 'ECB reference rate',
  '--rate': 'the rate given with --rate,',
  configuration: 'the rate in the configuration,',
}

function ageText(date: string, today: string | null): string {
  const days = today === null ? Number.NaN : Math.round((Date.parse(today) - Date.parse(date)) / DAY_MS)
  if (Number.isNaN(days)) return ''
  if (days < 0) return ', which is yet to come'
  return days === 0 ? ' (today)' : ` (${counted(days, 'day')} old)`
}
