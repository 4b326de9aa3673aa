import { exchangeTexts } from '../render/exchange.ts'
import { filterTexts } from '../render/filter-text.ts'
import { moneyOf } from '../render/money.ts'
import { accountText, amountTexts, footnotes, pricesText, timeText } from '../render/notes.ts'
import { namedRows } from '../render/rows.ts'
import { cacheInsight } from '../report/cache-insight.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { parseSavedReport } from '../report/saved-report.ts'
import { timelineOf } from '../report/timeline.ts'
import { account, gates, warnings } from './account.ts'
import { modelBars, sessionBars } from './bars.ts'
import { MOST_MODELS } from './colors.ts'
import { element, section } from './dom.ts'
import { cacheFigures, otherFigures, spreadFigures } from './figures.ts'
import { heatMap } from './heat-map.ts'
import { RowsTable } from './rows-table.ts'
import { themeButton } from './theme.ts'
import { TimeChart } from './time-chart.ts'
import { totals } from './totals.ts'

/** Days that are drawn one by one; more are drawn by the week or month. */
const MOST_BARS = 370

const report = parseSavedReport(document.getElementById('report')!.textContent ?? '')
document.getElementById('page')!.replaceChildren(...pageOf(report))

function pageOf(report: TokenUsageReport): readonly HTMLElement[] {
  const { insights } = report
  const money = moneyOf(report)
  const cache = cacheInsight(report)
  const timeline = timelineOf(report, MOST_MODELS, MOST_BARS)
  const chart = timeline === null ? null : new TimeChart(timeline, money)
  const { rows } = namedRows(report)
  const notes = [...footnotes(report, rows, money), ...amountTexts(report, money), ...exchangeTexts(report, null)]
  const sections = [
    chart === null ? null : section('Cost over time', chart.node),
    section('By model', modelBars(report, money)),
    insights === null || insights.dearest_sessions.length === 0
      ? null
      : section('By session', sessionBars(insights, money)),
    insights === null || insights.by_weekday_hour.length === 0
      ? null
      : section('By hour and weekday', heatMap(insights.by_weekday_hour, money)),
    section('Cache', cacheFigures(cache, money)),
    insights === null ? null : section('Per call and session', spreadFigures(insights, money)),
    insights === null || insights.other_models.length === 0
      ? null
      : section(
          'All calls as one model',
          otherFigures(insights, report.total_cost_usd, money),
          element(
            'p',
            { class: 'note' },
            'The same token counts at other prices: another model would split the text into other tokens and answer at another length.',
          ),
        ),
    section(
      'All rows',
      new RowsTable(report, money).node,
      ...notes.map((text) => element('p', { class: 'note' }, text)),
    ),
    report.gates.length === 0 ? null : section('Limits', gates(report)),
    report.warnings.length === 0 ? null : section('Warnings', warnings(report)),
    section('Accounting', element('p', {}, [accountText(report), ...filterTexts(report)].join('. ')), account(report)),
  ].filter((each) => each !== null)
  return [
    element(
      'header',
      {},
      element('div', {}, element('h1', {}, 'Token usage and cost'), element('p', { class: 'note' }, timeText(report))),
      themeButton(() => chart?.draw()),
    ),
    totals(report, cache, money),
    ...sections,
    element(
      'footer',
      {},
      `${pricesText(report)}. Made by tokencost ${report.tool.version}; nothing on this page leaves it.`,
    ),
  ]
}
