import type { Decimal } from '../pricing/decimal.ts'
import { countText } from '../render/count.ts'
import { type Money, moneyText } from '../render/money.ts'
import { nameText, percentText } from '../render/rows.ts'
import type { CacheInsight, Insights, Spread } from '../report/insights.ts'
import { element, numberCell, scrolling } from './dom.ts'

/** What was cached, what it cost, and what it would have cost. */
export function cacheFigures(cache: CacheInsight, money: Money): HTMLElement {
  const amount = (value: Decimal) => numberCell(moneyText(value, money), String(value))
  const count = (value: number) => numberCell(countText(value), String(value))
  const empty = () => element('td')
  const row = (name: string, ...cells: readonly HTMLElement[]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), ...cells)
  return table(
    'Caching',
    ['', 'Tokens', 'Cost'],
    [
      row('Read from a cache', count(cache.read_tokens), amount(cache.read_cost_usd)),
      row('Written for five minutes', count(cache.write_5m_tokens), amount(cache.write_5m_cost_usd)),
      ...(cache.write_1h_tokens > 0
        ? [
            row('Written for one hour', count(cache.write_1h_tokens), amount(cache.write_1h_cost_usd)),
            row('… at the five-minute price', empty(), amount(cache.write_1h_cost_as_5m_usd)),
          ]
        : []),
      row('All of it as plain input', empty(), amount(cache.uncached_cost_usd)),
      row('Saved', empty(), amount(cache.saved_usd)),
      ...(cache.left_out_tokens > 0 ? [row('Left out: rates not known', count(cache.left_out_tokens), empty())] : []),
    ],
  )
}

/** Mean, median, 95th percentile and maximum of calls and sessions. */
export function spreadFigures({ cost_per_call, cost_per_session }: Insights, money: Money): HTMLElement {
  const row = (name: string, spread: Spread) => {
    const bound = spread.lower_bounds > 0 ? '≥ ' : ''
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...[spread.count, spread.left_out].map((count) => numberCell(countText(count), String(count))),
      ...[spread.mean_usd, spread.median_usd, spread.p95_usd, spread.max_usd].map((value) =>
        numberCell(value === null ? 'n/a' : bound + moneyText(value, money), String(value)),
      ),
    )
  }
  return table(
    'Cost per call and session',
    ['', 'Number', 'Left out', 'Mean', 'Median', '95th percentile', 'Greatest'],
    [row('A call', cost_per_call), row('A session', cost_per_session)],
  )
}

/** All calls, as if each had been one to the same model. */
export function otherFigures({ other_models }: Insights, total: Decimal, money: Money): HTMLElement {
  const rows = other_models.map(({ model, cost_usd, unpriced_tokens }) => {
    const bound = unpriced_tokens > 0 ? '≥ ' : ''
    const cost = cost_usd === null ? 'n/a' : bound + moneyText(cost_usd, money)
    const change = cost_usd === null || total.isZero ? '' : changeText(cost_usd.toNumber() / total.toNumber() - 1)
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, nameText(model)),
      numberCell(cost, String(cost_usd)),
      element('td', { class: 'number' }, bound + change),
    )
  })
  return table('All calls as one model', ['', 'Cost', 'Against this report'], rows)
}

function changeText(change: number): string {
  return `${change < 0 ? '−' : '+'}${percentText(Math.abs(change))}`
}

function table(label: string, headings: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = headings.map((heading, i) => element('th', { scope: 'col', class: i === 0 ? '' : 'number' }, heading))
  return scrolling(
    label,
    element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows)),
  )
}
