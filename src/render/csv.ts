import type { Exchange, ModelRow } from '../report/report.ts'
import { escaped } from './escape.ts'
import { isPartlyPriced } from './money.ts'
import type { Render } from './renderer.ts'
import { orderedLeaves, WHOLE } from './row-tree.ts'

/**
 * RFC 4180 with LF: a header, then one line per row of the report. Numbers are plain digits, all of them; an unknown cost
 * is an empty cell, and `cost_complete` says whether the cost is the whole one. A report in another currency has two more
 * columns, `cost` and `currency`.
 */
export const renderCsv: Render = (report, { view = WHOLE }) => {
  const { groupBy, rows } = orderedLeaves(report, view)
  const columns = [...COLUMNS, ...(report.exchange === null ? [] : exchangeColumns(report.exchange))]
  const lines = [
    [...groupBy.map(textCell), ...columns.map(({ name }) => name)],
    ...rows.map(({ keys, row }) => [...keys.map(textCell), ...columns.map(({ cell }) => cell(row))]),
  ]
  return lines.map((cells) => `${cells.join(',')}\n`).join('')
}

interface Column {
  readonly name: string
  cell(row: ModelRow): string
}

function exchangeColumns({ rate, currency }: Exchange): readonly Column[] {
  return [
    { name: 'cost', cell: (row) => row.cost_usd?.times(rate).toString() ?? '' },
    { name: 'currency', cell: () => textCell(currency) },
  ]
}

const COLUMNS: readonly Column[] = [
  { name: 'call_count', cell: (row) => String(row.call_count) },
  { name: 'calls_known', cell: (row) => String(row.calls_known) },
  { name: 'input_tokens', cell: (row) => String(row.input_tokens) },
  { name: 'cache_read_tokens', cell: (row) => String(row.cache_read_tokens) },
  { name: 'cache_write_tokens', cell: (row) => String(row.cache_write_tokens) },
  { name: 'cache_write_1h_tokens', cell: (row) => String(row.cache_write_1h_tokens) },
  { name: 'output_tokens', cell: (row) => String(row.output_tokens) },
  { name: 'reasoning_tokens', cell: (row) => String(row.reasoning_tokens) },
  { name: 'total_tokens', cell: (row) => String(row.total_tokens) },
  { name: 'cost_usd', cell: (row) => row.cost_usd?.toString() ?? '' },
  { name: 'cost_complete', cell: (row) => String(row.cost_usd !== null && !isPartlyPriced(row)) },
  { name: 'logged_cost_usd', cell: (row) => row.logged_cost_usd?.toString() ?? '' },
]

/** A spreadsheet runs a cell that begins with one of these, in half or full width, as a formula. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/

/** Beside what RFC 4180 quotes, what GitHub Actions would run where a line of its log begins with it: `::error::`. */
const QUOTED = /[",]|^\s*::/

function textCell(text: string): string {
  const safe = escaped(text)
  const guarded = FORMULA.test(safe) ? `'${safe}` : safe
  return QUOTED.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
