import { Decimal } from '../pricing/decimal.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { type Timeline, timelineOf } from '../report/timeline.ts'
import { heatLines } from './chart-heat.ts'
import { MOST_SERIES, timeLines, timeName } from './chart-time.ts'
import { tokenLines } from './chart-tokens.ts'
import { moneyOf, totalCostText } from './money.ts'
import { timeText, warningTexts } from './notes.ts'
import { type Palette, paletteFor } from './palette.ts'
import { sparkline } from './sparkline.ts'
import { wrappedWords } from './width.ts'

/** What a chart can show. */
export const CHARTS = ['time', 'tokens', 'hours'] as const

export type Chart = (typeof CHARTS)[number]

const PIPED_WIDTH = 80
const NARROWEST = 40
/** Bars over time that are readable below each other, three days of hours; more are drawn by the day, week, month or year. */
const MOST_TIMES = 72

/**
 * Charts for a terminal: cost over time stacked by model, tokens by class, cost by hour and weekday. Shapes, not colours,
 * tell apart what they show.
 */
export function chartText(
  report: TokenUsageReport,
  charts: readonly Chart[],
  look: { readonly width: number | null; readonly color: boolean },
): string {
  const width = Math.max(NARROWEST, look.width ?? PIPED_WIDTH)
  const palette = paletteFor(look.color)
  const money = moneyOf(report)
  const blocks = charts.map((chart) => {
    const [title, lines] = blockOf(chart)
    return [palette.strong(title), '', ...lines, '']
  })
  const notes = [timeText(report), ...warningTexts(report).map((text) => `Warning: ${text}`)]
  return `${[...blocks.flat(), ...notes.flatMap((text) => wrappedWords(text, width, '  '))].join('\n')}\n`

  function blockOf(chart: Chart): readonly [title: string, lines: readonly string[]] {
    if (chart === 'tokens') return ['Tokens by class', tokenLines(report, width, palette.bar)]
    if (chart === 'hours') return ['Cost by hour and weekday', hours()]
    const timeline = timelineOf(report, MOST_SERIES, MOST_TIMES)
    if (timeline === null) return ['Cost over time', [UNKNOWN]]
    const title = `Cost per ${timeline.unit}: ${totalCostText(report, money)} in all`
    const paint = (place: number, text: string) => paintOf(palette, place)(text)
    return [title, [...timeLines(timeline, money, width, paint)]]
  }

  function hours(): readonly string[] {
    const cells = report.insights?.by_weekday_hour ?? []
    return cells.length === 0 ? [UNKNOWN] : heatLines(cells, money, width, palette.bar)
  }
}

/**
 * 'Cost per day: ▂▅█ from 2026-09-21 to 2026-09-23', by a longer unit where the line has no room for so many; '?'
 * for times of which no cost is known. Nothing where there is one time only, or none.
 */
export function sparklineTexts(report: TokenUsageReport, width: number | null = null): readonly string[] {
  const room = (width ?? PIPED_WIDTH) - 'Cost per month: '.length
  const timeline = timelineOf(report, 1, Math.max(1, Math.min(MOST_TIMES, room)))
  if (timeline === null || timeline.times.length < 2) return []
  const { times, unit, incomplete } = timeline
  const sums = sumsOf(timeline)
  const marks = [...sparkline(sums)].map((mark, i) => (incomplete[i] && sums[i] === 0 ? UNPRICED : mark))
  // Its gaps are no places to cut the line.
  const line = marks.join('').replaceAll(' ', '\u00a0')
  return [`Cost per ${unit}: ${line} from ${timeName(times[0]!)} to ${timeName(times.at(-1)!)}`]
}

/** In a sparkline, for a time of which no cost is known. */
const UNPRICED = '?'

const UNKNOWN = 'The calls have no times, or only their sums are known.'

function sumsOf({ times, series }: Timeline): readonly number[] {
  return times.map((_, i) => series.reduce((sum, { costs }) => sum.plus(costs[i]!), Decimal.ZERO).toNumber())
}

function paintOf(palette: Palette, place: number): (text: string) => string {
  return [palette.bar, palette.plain, palette.alert][place % 3]!
}
