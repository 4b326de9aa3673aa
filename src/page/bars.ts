import { callsCounted, countText } from '../render/count.ts'
import { costText, type Money, moneyText } from '../render/money.ts'
import { nameText, percentText, shareOf } from '../render/rows.ts'
import { whyText } from '../render/why-text.ts'
import type { Insights, Spent } from '../report/insights.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { spentOn } from '../report/spent-on.ts'
import { element } from './dom.ts'

const CLASSES = { output: 1, 'uncached input': 2, 'cache writes': 3, 'cache reads': 4, fees: 5 } as const

/** A bar per model, as long as its part of the cost. */
export function modelBars(report: TokenUsageReport, money: Money): HTMLElement {
  const rows = Object.entries(report.models_breakdown).slice(0, MOST_BARS)
  const largest = rows[0]?.[1].cost_usd?.toNumber() ?? 0
  const more = Object.keys(report.models_breakdown).length - rows.length
  return element(
    'div',
    { class: 'bars' },
    ...rows.map(([model, row]) => {
      const share = shareOf(row.cost_usd, report.total_cost_usd)
      const notes = [
        share === null ? null : percentText(share),
        `${callsCounted(row)}`,
        `${countText(row.total_tokens)} tokens`,
      ]
      const bar = element('span', { class: 'bar' })
      bar.style.width = widthOf(row.cost_usd?.toNumber() ?? 0, largest)
      return barRow(
        nameText(model),
        costText(row, money),
        String(row.cost_usd),
        notes.filter((note) => note !== null).join(' · '),
        [bar],
      )
    }),
    more > 0 ? element('p', { class: 'note' }, `${countText(more)} more in the table below`) : null,
  )
}

const MOST_BARS = 12

/** A bar per session, the dearest first, made of what its cost was spent on. */
export function sessionBars(insights: Insights, money: Money): HTMLElement {
  const rows = insights.dearest_sessions.slice(0, MOST_BARS)
  const largest = rows[0]?.cost_usd?.toNumber() ?? 0
  const more = insights.session_count - rows.filter(({ session }) => session !== null).length
  return element(
    'div',
    { class: 'bars' },
    classLegend(),
    ...rows.map((row) => {
      const name = row.session === null ? '(no session)' : nameText(row.session)
      const note = [`${callsCounted(row)}`, whyText(row)].filter((text) => text !== '').join(' · ')
      const cost =
        row.cost_usd === null ? 'n/a' : `${row.unpriced_tokens > 0 ? '≥ ' : ''}${moneyText(row.cost_usd, money)}`
      return barRow(name, cost, String(row.cost_usd), note, segments(row, largest))
    }),
    more > 0 ? element('p', { class: 'note' }, `${countText(more)} more sessions`) : null,
  )
}

/** What the colours of a cost's parts mean. */
function classLegend(): HTMLElement {
  const items = Object.entries(CLASSES).map(([part, place]) =>
    element('li', {}, element('span', { class: `swatch part-${place}` }), part),
  )
  return element('ul', { class: 'legend' }, ...items)
}

function segments(row: Spent, largest: number): readonly HTMLElement[] {
  const parts = spentOn(row)
  const whole = parts.length > 0 ? parts : [{ part: null, cost: row.cost_usd }]
  return whole.map(({ part, cost }) => {
    const bar = element('span', { class: part === null ? 'bar' : `bar part-${CLASSES[part]}`, title: part ?? '' })
    bar.style.width = widthOf(cost?.toNumber() ?? 0, largest)
    return bar
  })
}

function barRow(name: string, cost: string, exact: string, note: string, bars: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    { class: 'bar-row' },
    element(
      'div',
      { class: 'names' },
      element('span', { class: 'name' }, name),
      element('span', { class: 'cost', title: exact }, cost),
    ),
    element('div', { class: 'track' }, ...bars),
    element('div', { class: 'note' }, note),
  )
}

function widthOf(value: number, largest: number): string {
  return largest > 0 && value > 0 ? `${Math.max(0.4, (value / largest) * 100)}%` : '0'
}
