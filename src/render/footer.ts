import type { TokenUsageReport } from '../report/report.ts'
import { sparklineTexts } from './chart.ts'
import type { Column } from './columns.ts'
import { exchangeTexts } from './exchange.ts'
import { filterTexts } from './filter-text.ts'
import { insightTexts } from './insight-texts.ts'
import type { Money } from './money.ts'
import { accountText, amountTexts, footnotes, pricesText, timeText, warningTexts } from './notes.ts'
import type { Palette } from './palette.ts'
import type { NamedRow } from './rows.ts'
import { wrappedWords } from './width.ts'

const INDENT = '  '
const MARK_INDENT = ' '.repeat('n/a  '.length)

/** What stands below the table: the marks explained, the accounting, times and prices, and the warnings. */
export function footerLines(
  report: TokenUsageReport,
  rows: readonly NamedRow[],
  hidden: readonly Column[],
  look: {
    readonly width: number | null
    readonly money: Money
    readonly palette: Palette
    readonly today: string | null
  },
): readonly string[] {
  const { width, money, palette, today } = look
  const lines = (texts: readonly string[], indent: string) => texts.flatMap((text) => wrappedWords(text, width, indent))
  const notes = [...hiddenTexts(hidden), ...footnotes(report, rows, money)]
  const facts =
    rows.length === 0
      ? []
      : [
          timeText(report),
          ...sparklineTexts(report, width),
          pricesText(report),
          ...exchangeTexts(report, today),
          ...amountTexts(report, money),
        ]
  const insights = report.insights === null ? [] : insightTexts(report.insights, money)
  return [
    ...lines(notes, MARK_INDENT).map(palette.quiet),
    ...(notes.length === 0 ? [] : ['']),
    ...lines([accountText(report), ...filterTexts(report), ...facts], INDENT),
    ...(insights.length === 0 ? [] : ['']),
    ...lines(insights, INDENT),
    ...warningLines(report, width, palette),
  ]
}

function hiddenTexts(hidden: readonly Column[]): readonly string[] {
  if (hidden.length === 0) return []
  const names = hidden.map(({ heading }) => heading).join(', ')
  return [`Too narrow for ${names}; a wider terminal or --json shows ${hidden.length === 1 ? 'it' : 'them'}`]
}

function warningLines(report: TokenUsageReport, width: number | null, palette: Palette): readonly string[] {
  const label = 'Warning:'
  const lines = warningTexts(report).flatMap((text) => {
    const [first = '', ...rest] = wrappedWords(`${label} ${text}`, width, INDENT)
    return [palette.alert(palette.strong(label)) + first.slice(label.length), ...rest]
  })
  return lines.length === 0 ? [] : ['', ...lines]
}
