import type { Decimal } from '../pricing/decimal.ts'
import { callsText, counted, countText } from '../render/count.ts'
import { costText, type Money, totalCostText } from '../render/money.ts'
import { type NamedRow, namedRows, nameText } from '../render/rows.ts'
import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import { element, numberCell, scrolling } from './dom.ts'

interface Column {
  readonly heading: string
  text(row: ModelRow): string
  value(row: ModelRow): number | Decimal | null
}

/** Rows that are in the page at once; the others are a page further, so thousands stay quick. */
const PAGE = 50
/** Rows on paper at most, some 25 sheets: browsers take minutes to lay out ten thousand. */
const MOST_ON_PAPER = 1000
const COLLATOR = new Intl.Collator('en', { numeric: true })

/** The report's rows, to be sorted by any column and searched by name. */
export class RowsTable {
  readonly node: HTMLElement
  private readonly headings: readonly string[]
  private readonly columns: readonly Column[]
  private readonly all: readonly NamedRow[]
  private readonly body = element('tbody')
  private readonly status = element('span', { class: 'status', role: 'status' })
  private readonly heads: readonly HTMLTableCellElement[]
  private readonly back: HTMLButtonElement
  private readonly on: HTMLButtonElement
  private found: readonly NamedRow[]
  private first = 0
  private sorted: { readonly column: number; readonly up: boolean }

  constructor(report: TokenUsageReport, money: Money) {
    const { headings, rows } = namedRows(report)
    this.headings = headings
    this.all = rows
    this.columns = columnsOf(money)
    this.sorted = { column: headings.length + this.columns.length - 1, up: false }
    this.found = this.ordered(rows)
    this.heads = [...headings, ...this.columns.map(({ heading }) => heading)].map((heading, column) =>
      element(
        'th',
        { scope: 'col', class: column < headings.length ? '' : 'number' },
        element('button', { type: 'button', onclick: () => this.sort(column) }, heading),
      ),
    )
    this.back = element('button', { type: 'button', onclick: () => this.turn(-PAGE) }, 'Previous')
    this.on = element('button', { type: 'button', onclick: () => this.turn(PAGE) }, 'Next')
    const search = element('input', { type: 'search', placeholder: 'Search names', 'aria-label': 'Search names' })
    search.addEventListener('input', () => this.search(search.value))
    const totals = element(
      'tr',
      {},
      element('th', { scope: 'row', colspan: headings.length }, 'Total'),
      ...totalCells(report, money),
    )
    const table = element(
      'table',
      { class: 'rows' },
      element('thead', {}, element('tr', {}, ...this.heads)),
      this.body,
      element('tfoot', {}, totals),
    )
    const pager = element('div', { class: 'pager' }, this.back, this.on, this.status)
    this.node = element('div', {}, element('div', { class: 'tools' }, search), scrolling('All rows', table), pager)
    this.show()
    addEventListener('beforeprint', () => this.show(0, MOST_ON_PAPER))
    addEventListener('afterprint', () => this.show())
  }

  private sort(column: number): void {
    const up = this.sorted.column === column ? !this.sorted.up : column < this.headings.length
    this.sorted = { column, up }
    this.found = this.ordered(this.found)
    this.first = 0
    this.show()
  }

  private search(words: string): void {
    const wanted = words
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const matches = this.all.filter(({ names }) => {
      const text = names.join(' ').toLowerCase()
      return wanted.every((word) => text.includes(word))
    })
    this.found = this.ordered(matches)
    this.first = 0
    this.show()
  }

  private turn(by: number): void {
    this.first = Math.max(0, Math.min(this.first + by, this.found.length - 1))
    this.show()
  }

  /** Rows without a value stand last in both directions. */
  private ordered(rows: readonly NamedRow[]): readonly NamedRow[] {
    const { column, up } = this.sorted
    const direction = up ? 1 : -1
    const names = this.headings.length
    if (column < names) return rows.toSorted((a, b) => direction * COLLATOR.compare(a.names[column]!, b.names[column]!))
    const { value } = this.columns[column - names]!
    const keyed = rows.map((row) => ({ row, value: value(row.row) }))
    keyed.sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
      return direction * compared(a.value, b.value)
    })
    return keyed.map(({ row }) => row)
  }

  /** Paper has no pages to turn: there the rows that were found are shown from the first on. */
  private show(first = this.first, length = PAGE): void {
    const rows = this.found.slice(first, first + length)
    this.body.replaceChildren(
      ...rows.map(({ names, row }) =>
        element(
          'tr',
          {},
          ...names.map((name) => element('td', { class: 'name', 'data-value': name }, name)),
          ...this.columns.map(({ text, value }) => numberCell(text(row), String(value(row)))),
        ),
      ),
    )
    this.heads.forEach((head, column) => {
      if (column === this.sorted.column) head.setAttribute('aria-sort', this.sorted.up ? 'ascending' : 'descending')
      else head.removeAttribute('aria-sort')
    })
    const [from, to, of] = [first + 1, first + rows.length, this.found.length]
    const filtered = of < this.all.length ? ` of ${countText(this.all.length)}` : ''
    this.status.textContent =
      of === 0
        ? 'No row has such a name'
        : rows.length === of
          ? `${counted(of, 'row')}${filtered}`
          : `Rows ${countText(from)} to ${countText(to)} of ${countText(of)}${filtered === '' ? '' : ' found'}`
    this.back.disabled = first === 0
    this.on.disabled = to >= of
    this.back.hidden = this.on.hidden = rows.length === of
  }
}

function compared(a: number | Decimal, b: number | Decimal): number {
  return typeof a === 'number' || typeof b === 'number' ? Number(a) - Number(b) : a.compare(b)
}

function columnsOf(money: Money): readonly Column[] {
  const count = (
    heading: string,
    field: 'input_tokens' | 'cache_read_tokens' | 'cache_write_tokens' | 'output_tokens' | 'total_tokens',
  ) => ({
    heading,
    text: (row: ModelRow) => countText(row[field]),
    value: (row: ModelRow) => row[field],
  })
  return [
    { heading: 'Calls', text: callsText, value: (row) => row.call_count },
    count('Input', 'input_tokens'),
    count('Cache read', 'cache_read_tokens'),
    count('Cache write', 'cache_write_tokens'),
    count('Output', 'output_tokens'),
    count('Total', 'total_tokens'),
    {
      heading: costHeading(money),
      text: (row) => costText(row, { ...money, bare: true }),
      value: (row) => row.cost_usd,
    },
  ]
}

function costHeading({ exchange }: Money): string {
  return exchange === null ? 'Cost' : `Cost, ${nameText(exchange.currency)}`
}

function totalCells(report: TokenUsageReport, money: Money): readonly HTMLElement[] {
  const rows = Object.values(report.models_breakdown)
  const sum = (field: 'cache_read_tokens' | 'cache_write_tokens') => rows.reduce((total, row) => total + row[field], 0)
  const [read, written] = [sum('cache_read_tokens'), sum('cache_write_tokens')]
  return [
    numberCell(callsText(report), String(report.call_count)),
    ...[report.total_input_tokens, read, written, report.total_output_tokens, report.total_tokens].map((count) =>
      numberCell(countText(count), String(count)),
    ),
    numberCell(totalCostText(report, { ...money, bare: true }), String(report.total_cost_usd)),
  ]
}
