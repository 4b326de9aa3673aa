import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import { callsText, countText } from './count.ts'
import { visible } from './escape.ts'
import { costText, type Money, totalCostText } from './money.ts'
import { alertIfUnsure, type Palette } from './palette.ts'
import { shareOf } from './rows.ts'
import { shareText } from './share-bar.ts'

/** A column of numbers, right-aligned. */
export interface Column {
  readonly heading: string
  /** Columns with a rank are hidden where the terminal is too narrow, the lowest rank first; null = always shown. */
  readonly hideRank: number | null
  text(row: ModelRow): string
  readonly total: string
  /** The text with its colours. */
  paint(text: string, palette: Palette): string
}

type CountField = {
  [key in keyof ModelRow]: key extends `${string}_tokens` ? key : never
}[keyof ModelRow]

/** Of a column of zeros, which goes before any picture does. */
const NOTHING_IN_IT = 1

type Make = (report: TokenUsageReport, money: Money) => Column

const COLUMNS: Readonly<Record<string, Make>> = {
  calls: (report) => ({
    ...{ heading: 'Calls', hideRank: null, text: callsText, total: callsText(report), paint: alertIfUnsure },
  }),
  input: (report) => countColumn('Input', null, 'input_tokens', report),
  cache_read: (report) => countColumn('Cache read', 4, 'cache_read_tokens', report),
  cache_write: (report) => countColumn('Cache write', 3, 'cache_write_tokens', report),
  cache_write_1h: (report) => countColumn('Cache write 1h', 3, 'cache_write_1h_tokens', report),
  output: (report) => countColumn('Output', null, 'output_tokens', report),
  reasoning: (report) => countColumn('Reasoning', 3, 'reasoning_tokens', report),
  total: (report) => countColumn('Total', 5, 'total_tokens', report),
  cost: (report, money) => ({
    heading: money.exchange === null ? 'Cost' : `Cost (${visible(money.exchange.currency)})`,
    hideRank: null,
    text: (row) => costText(row, { ...money, bare: true }),
    total: totalCostText(report, { ...money, bare: true }),
    paint: alertIfUnsure,
  }),
  share: (report) => shareColumn(report),
}

/** What `--columns` takes. */
export const COLUMN_NAMES: readonly string[] = Object.keys(COLUMNS)

const USUAL = ['calls', 'input', 'cache_read', 'cache_write', 'output', 'total', 'cost', 'share']

/**
 * The columns behind the names, from left to right: the chosen ones, which are never hidden, or the usual ones. The share
 * of cost is left out of a report that has no cost.
 */
export function columnsOf(
  report: TokenUsageReport,
  money: Money,
  chosen: readonly string[] | null = null,
): readonly Column[] {
  const names = (chosen ?? USUAL).filter((name) => name !== 'share' || report.total_cost_usd.units > 0n)
  const columns = names.map((name) => COLUMNS[name]!(report, money))
  return chosen === null ? columns : columns.map((column) => ({ ...column, hideRank: null }))
}

function countColumn(heading: string, hideRank: number | null, field: CountField, report: TokenUsageReport): Column {
  const total = Object.values(report.models_breakdown).reduce((sum, row) => sum + row[field], 0)
  const text = (row: ModelRow) => countText(row[field])
  const rank = hideRank !== null && total === 0 ? NOTHING_IN_IT : hideRank
  return { heading, hideRank: rank, text, total: countText(total), paint: (text) => text }
}

function shareColumn(report: TokenUsageReport): Column {
  return {
    heading: 'Share',
    hideRank: 2,
    text: (row) => {
      const share = shareOf(row.cost_usd, report.total_cost_usd)
      return share === null ? '' : shareText(share)
    },
    total: '',
    paint: (text, palette) => text.replace(/[█-▏]+/, (bar) => palette.bar(bar)),
  }
}
