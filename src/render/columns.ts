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

type CountField = 'input_tokens' | 'cache_read_tokens' | 'cache_write_tokens' | 'output_tokens' | 'total_tokens'

/** The columns behind the names, from left to right. The share of cost is left out of a report that has no cost. */
export function columnsOf(report: TokenUsageReport, money: Money): readonly Column[] {
  const sumOf = (field: CountField) => Object.values(report.models_breakdown).reduce((sum, row) => sum + row[field], 0)
  const bare = { ...money, bare: true }
  const columns: Column[] = [
    { heading: 'Calls', hideRank: null, text: callsText, total: callsText(report), paint: alertIfUnsure },
    countColumn('Input', null, 'input_tokens', report.total_input_tokens),
    countColumn('Cache read', 3, 'cache_read_tokens', sumOf('cache_read_tokens')),
    countColumn('Cache write', 2, 'cache_write_tokens', sumOf('cache_write_tokens')),
    countColumn('Output', null, 'output_tokens', report.total_output_tokens),
    countColumn('Total', 4, 'total_tokens', report.total_tokens),
    {
      heading: money.exchange === null ? 'Cost' : `Cost (${visible(money.exchange.currency)})`,
      hideRank: null,
      text: (row) => costText(row, bare),
      total: totalCostText(report, bare),
      paint: alertIfUnsure,
    },
  ]
  return report.total_cost_usd.units > 0n ? [...columns, shareColumn(report)] : columns
}

function countColumn(heading: string, hideRank: number | null, field: CountField, total: number): Column {
  const text = (row: ModelRow) => countText(row[field])
  return { heading, hideRank, text, total: countText(total), paint: (text) => text }
}

function shareColumn(report: TokenUsageReport): Column {
  return {
    heading: 'Share',
    hideRank: 1,
    text: (row) => {
      const share = shareOf(row.cost_usd, report.total_cost_usd)
      return share === null ? '' : shareText(share)
    },
    total: '',
    paint: (text, palette) => text.replace(/[█-▏]+/, (bar) => palette.bar(bar)),
  }
}
