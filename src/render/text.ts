import { modelRows } from '../report/model-rows.ts'
import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import { callsText, countText } from './count.ts'
import { rateText } from './exchange.ts'
import { filterTexts } from './filter-text.ts'
import { gridLines } from './grid.ts'
import { costText, type Money, moneyOf, showsAtLeast, totalCostText } from './money.ts'
import { alertIfUnsure, type Palette, paletteFor } from './palette.ts'
import { periodText } from './period.ts'
import type { Render } from './renderer.ts'
import { nameText } from './rows.ts'
import { widthOf, wrapped, wrappedWords } from './width.ts'
import { WORDINGS, type Wording } from './wording.ts'

const INDENT = '  '

type Field = readonly [label: string, value: string]

/** The report as plain text, in English or Chinese: a heading, the totals, then each model. */
export const renderText: Render = (report, { width, color, lang }) => {
  const wording: Wording = WORDINGS[lang]
  const period = periodText(report, wording.to)
  const palette = paletteFor(color)
  const money = moneyOf(report)
  const models = modelRows(report)
  const totals = totalFields(report, wording, money)
  const fields = models.map(([, row]) => modelFields(row, wording, money))
  const widths = widthsOf([...totals, ...fields.flat()])
  const wrap = (text: string) => wrappedWords(text, width, INDENT)
  const lines = [
    palette.strong(wording.title),
    palette.quiet('='.repeat(widthOf(wording.title))),
    '',
    ...fieldLines(totals, widths, palette),
    '',
    ...models.flatMap(([model], index) => [
      ...wrapped(nameText(model), width ?? Infinity).map(palette.strong),
      ...fieldLines(fields[index]!, widths, palette),
      '',
    ]),
    ...(models.length === 0 ? [...wrap(wording.nothing), ''] : []),
    ...notes(report, wording, money).flatMap(wrap).map(palette.quiet),
    ...wrap(wording.account(report.input)),
    ...filterTexts(report).flatMap(wrap),
    ...(period === null ? [] : wrap(wording.period(period))),
    ...exchangeLines(report, wording).flatMap(wrap),
  ]
  return `${lines.join('\n')}\n`
}

function totalFields(report: TokenUsageReport, wording: Wording, money: Money): readonly Field[] {
  return [
    [wording.totalCost, totalCostText(report, money)],
    [wording.totalTokens, countText(report.total_tokens)],
    [wording.input, countText(report.total_input_tokens)],
    [wording.output, countText(report.total_output_tokens)],
    [wording.calls, callsText(report)],
  ]
}

function modelFields(row: ModelRow, wording: Wording, money: Money): readonly Field[] {
  return [
    [wording.calls, callsText(row)],
    [wording.input, countText(row.input_tokens)],
    [wording.output, countText(row.output_tokens)],
    [wording.total, countText(row.total_tokens)],
    [wording.cost, costText(row, money)],
  ]
}

function fieldLines(fields: readonly Field[], widths: readonly number[], palette: Palette): readonly string[] {
  const rows = fields.map(([label, value]) => [label, alertIfUnsure(value, palette)])
  return gridLines(rows, widths, ['left', 'right']).map((line) => INDENT + line)
}

function widthsOf(fields: readonly Field[]): readonly number[] {
  return [0, 1].map((column) => Math.max(...fields.map((field) => widthOf(field[column]!))))
}

function exchangeLines(report: TokenUsageReport, wording: Wording): readonly string[] {
  if (report.exchange === null) return []
  return [wording.exchange(rateText(report.exchange), totalCostText(report, moneyOf({ ...report, exchange: null })))]
}

function notes(report: TokenUsageReport, wording: Wording, money: Money): readonly string[] {
  const rows = Object.values(report.models_breakdown)
  const notes = [
    ...(rows.some((row) => row.cost_usd === null) ? [wording.noPrice] : []),
    ...(rows.length > 0 && showsAtLeast(report, rows, money) ? [wording.atLeast] : []),
    ...(report.calls_known ? [] : [wording.callsUnknown]),
  ]
  return notes.length === 0 ? [] : [...notes, '']
}
