import { type GateStatus, passes } from '../report/gate.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { columnsOf } from './columns.ts'
import { callsText, counted, countText } from './count.ts'
import { exchangeTexts } from './exchange.ts'
import { filterTexts, nothingText } from './filter-text.ts'
import { gateVerdict } from './gate-text.ts'
import { code, sentence } from './markdown-text.ts'
import { type Money, moneyOf, totalCostText } from './money.ts'
import { accountText, amountTexts, footnotes, pricesText, timeText, warningTexts } from './notes.ts'
import type { Render } from './renderer.ts'
import { flatRows, type View, WHOLE } from './row-tree.ts'
import { leafRows, nameText, percentText, shareOf } from './rows.ts'

/** GitHub refuses a comment of more than 65,536 characters, and a step summary above 1 MiB. */
const LONGEST = 65_000

/** A piece that is left out as a whole when the page would be too long. */
interface Section {
  readonly text: string
  /** What stands there when it is left out. */
  readonly instead: string
}

/**
 * GitHub-flavoured Markdown for a comment or a step summary: the totals first, then warnings, rows and, folded away, the
 * accounting. The first line is hidden and tells which comment to replace.
 */
export const renderMarkdown: Render = (report, { tag = 'report', maxLength = LONGEST, view = WHOLE }) => {
  const money = moneyOf(report)
  const head = `<!-- tokencost:${tag.replace(/[^\w.]+/g, '-')} -->\n### Token cost: ${totalCostText(report, money)}\n\n${summary(report)}\n`
  return fitted(
    head,
    [
      section(limits(report), tooLong(limitsKept(report))),
      section(warnings(report), tooLong(counted(report.warnings.length, 'warning'))),
      section(table(report, money, view), tooLong(counted(leafRows(report).rows.length, 'row'))),
      section(details(report, money, view, files(report)), details(report, money, view, '')),
    ],
    maxLength,
  )
}

/** The last section is the first to go. */
function fitted(head: string, sections: readonly Section[], most: number): string {
  const pages = [...sections.keys(), sections.length].map((kept) => {
    const texts = sections.map(({ text, instead }, index) => (index < kept ? text : instead))
    return [head, ...texts.filter((text) => text !== '')].join('\n')
  })
  return pages.findLast((page) => page.length <= most) ?? pages[0]!
}

function section(text: string, instead: string): Section {
  return { text, instead: text === '' ? '' : instead }
}

function tooLong(what: string): string {
  return `${what}, too long to show here.\n`
}

function summary(report: TokenUsageReport): string {
  if (Object.keys(report.models_breakdown).length === 0) return nothingText(report)
  const { total_tokens, total_input_tokens, total_output_tokens } = report
  const tokens = `${countText(total_tokens)} tokens (${countText(total_input_tokens)} input, ${countText(total_output_tokens)} output)`
  return `${callsText(report)} ${report.call_count === 1 && report.calls_known ? 'call' : 'calls'}, ${tokens}`
}

function limits({ gates }: TokenUsageReport): string {
  const lines = gates.map(
    (gate) => `- ${MARKS[gate.status]} **${sentence(gate.name)}**: ${sentence(gateVerdict(gate))}\n`,
  )
  return lines.join('')
}

const MARKS: Readonly<Record<GateStatus, string>> = { passed: '✅', warned: '⚠️', failed: '❌', unknown: '❌' }

function limitsKept({ gates }: TokenUsageReport): string {
  return `${counted(gates.filter(passes).length, 'limit')} of ${countText(gates.length)} kept`
}

function warnings(report: TokenUsageReport): string {
  const texts = warningTexts(report)
  return texts.length === 0 ? '' : ['> [!WARNING]', ...texts.map((text) => `> - ${sentence(text)}`), ''].join('\n')
}

function table(report: TokenUsageReport, money: Money, view: View): string {
  const { headings, rows } = flatRows(report, view)
  if (rows.length === 0) return ''
  const columns = columnsOf(report, money, view.columns).filter(({ heading }) => heading !== 'Share')
  const shares = view.columns === null || view.columns.includes('share')
  const share = (row: (typeof rows)[number]['row']) => shareOf(row.cost_usd, report.total_cost_usd)
  const percent = (value: number | null) => (value === null ? '' : percentText(value))
  const line = (cells: readonly string[], last: string) => (shares ? [...cells, last] : cells)
  return tableText(
    line([...headings.map(sentence), ...columns.map(({ heading }) => heading)], 'Share'),
    headings.length,
    [
      ...rows.map(({ cells, row, kind }) =>
        line(
          [...cells.map(kind === 'rest' ? sentence : cell), ...columns.map(({ text }) => text(row))],
          percent(share(row)),
        ),
      ),
      line(['**Total**', ...headings.slice(1).map(() => ''), ...columns.map(({ total }) => `**${total}**`)], ''),
    ],
  )
}

function cell(name: string): string {
  return name === '' ? '' : code(name)
}

function details(report: TokenUsageReport, money: Money, view: View, files: string): string {
  const { rows } = flatRows(report, view)
  const facts =
    rows.length === 0
      ? []
      : [timeText(report), pricesText(report), ...exchangeTexts(report, null), ...amountTexts(report, money)]
  const lines = [accountText(report), ...filterTexts(report), ...facts, ...footnotes(report, rows, money)].map(
    (text) => `- ${sentence(text)}`,
  )
  const inner = [lines.join('\n'), files].filter((text) => text !== '').join('\n\n')
  return `<details><summary>Accounting, prices and notes</summary>\n\n${inner}\n\n</details>\n`
}

function files(report: TokenUsageReport): string {
  const { by_file } = report.input
  if (by_file.length === 0) return ''
  const counts = ['lines', 'records', 'duplicates', 'other', 'malformed'] as const
  return tableText(
    ['File', 'Format', 'Lines', 'Records', 'Duplicates', 'Other', 'Malformed'],
    2,
    by_file.map((file) => [
      code(nameText(file.name)),
      sentence(file.formats.join(', ') || 'none'),
      ...counts.map((key) => countText(file[key])),
    ]),
  ).trimEnd()
}

/** A table whose first `names` columns are text and whose others are numbers. */
function tableText(headings: readonly string[], names: number, rows: readonly (readonly string[])[]): string {
  const aligns = headings.map((_, index) => (index < names ? ':--' : '--:'))
  return [headings, aligns, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
