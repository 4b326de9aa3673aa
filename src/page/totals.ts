import { callsText, countText } from '../render/count.ts'
import { type Money, moneyText, totalCostText } from '../render/money.ts'
import { percentText } from '../render/rows.ts'
import type { CacheInsight } from '../report/insights.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { element } from './dom.ts'

/** The figures at the top. */
export function totals(report: TokenUsageReport, cache: CacheInsight, money: Money): HTMLElement {
  const spread = report.insights?.cost_per_call
  return element(
    'div',
    { class: 'cards' },
    card('Total cost', totalCostText(report, money), String(report.total_cost_usd), costNote(report), true),
    card(
      'Calls',
      callsText(report),
      String(report.call_count),
      spread?.mean_usd == null ? '' : `${moneyText(spread.mean_usd, money)} on average`,
    ),
    card(
      'Input tokens',
      countText(report.total_input_tokens),
      String(report.total_input_tokens),
      cache.hit_rate === null ? '' : `${percentText(cache.hit_rate.toNumber())} read from a cache`,
    ),
    card(
      'Output tokens',
      countText(report.total_output_tokens),
      String(report.total_output_tokens),
      reasoningNote(report),
    ),
    card(
      cache.saved_usd.units < 0n ? 'Caching cost more by' : 'Caching saved',
      moneyText(cache.saved_usd.units < 0n ? cache.saved_usd.times(-1) : cache.saved_usd, money),
      String(cache.saved_usd),
      cache.uncached_cost_usd.isZero ? 'nothing was cached' : `instead of ${moneyText(cache.uncached_cost_usd, money)}`,
    ),
  )
}

function card(title: string, figure: string, exact: string, note: string, first = false): HTMLElement {
  return element(
    'div',
    { class: first ? 'card first' : 'card' },
    element('div', { class: 'title' }, title),
    element('div', { class: 'figure', 'data-figure': title, 'data-value': exact, title: exact }, figure),
    element('div', { class: 'note' }, note),
  )
}

function costNote(report: TokenUsageReport): string {
  return report.cost_complete ? 'complete' : 'at least: some tokens have no price, or were lost'
}

function reasoningNote({ insights }: TokenUsageReport): string {
  const share = insights?.reasoning.share_of_output
  return share == null || share.isZero ? '' : `${percentText(share.toNumber())} of it reasoning`
}
