import { costOf } from '../pricing/cost.ts'
import { Decimal } from '../pricing/decimal.ts'
import type { Call } from '../tracker/call.ts'
import { UNKNOWN_MODEL } from '../tracker/model-sums.ts'
import { partsOf } from '../usage/parts.ts'
import { isoText } from '../usage/time.ts'
import { type PricedCall, SpentSum } from './amounts.ts'
import { cacheInsight, reasoningInsight } from './cache-insight.ts'
import type { DearCall, Insights, SessionRow } from './insights.ts'
import { bucketOf, type LedgerOptions, type Pricer } from './ledger.ts'
import { otherModels } from './other-models.ts'
import type { TokenUsageReport } from './report.ts'
import { Costs } from './spread.ts'
import { byCost, Calendar, type Clock } from './time-insight.ts'

/** What is up to whoever asks for insights. */
export interface InsightChoice {
  /** Models to compare the cost with, beside the dearest ones of the report. */
  readonly compare: readonly string[]
  /** How many calls and sessions to name. */
  readonly top: number
}

export interface InsightsOptions extends InsightChoice, Omit<LedgerOptions, 'groupBy' | 'keysOf'> {
  readonly clock: Clock
  /** Prices every call as one other model; null for one without any price. */
  readonly pricerAs: (model: string) => Pricer | null
  /** Names by file number. */
  readonly files: readonly string[]
}

/** What the calls behind a report say beyond its sums. `calls` gives all of them, and is asked more than once. */
export function insightsOf(
  report: Omit<TokenUsageReport, 'insights'>,
  calls: () => Iterable<Call>,
  options: InsightsOptions,
): Insights {
  const calendar = new Calendar(options.clock)
  const perCall = new Costs()
  const sessions = new Map<string | null, SpentSum>()
  let dearest: PricedCall[] = []
  let leftOut = 0
  for (const call of calls()) {
    const priced = pricedCall(call, options)
    const { cost } = priced
    calendar.add(priced, priced.call.model ?? UNKNOWN_MODEL)
    addTo(sessions, call.attributes.session ?? null, priced)
    if (cost === null || call.calls !== 1) {
      leftOut++
      continue
    }
    perCall.add(cost)
    dearest.push(priced)
    if (dearest.length > options.top * 2 + SLACK) dearest = dearest.sort(byCostAndPlace).slice(0, options.top)
  }
  const rows = [...sessions].map(([session, sum]): SessionRow => ({ session, ...sum.amounts() }))
  return {
    cache: cacheInsight(report),
    reasoning: reasoningInsight(report),
    cost_per_call: perCall.spread(leftOut),
    cost_per_session: sessionSpread(rows),
    other_models: otherModels(report, calls, options),
    ...calendar.insights(),
    session_count: rows.filter(({ session }) => session !== null).length,
    dearest_sessions: rows
      .sort((a, b) => byCost(a, b) || nameOrder(a.session ?? '', b.session ?? ''))
      .slice(0, options.top),
    dearest_calls: dearest
      .sort(byCostAndPlace)
      .slice(0, options.top)
      .map((priced) => dearCall(priced, options.files)),
  }
}

/** Calls that are kept before the cheapest are let go again. */
const SLACK = 1000

function pricedCall(stated: Call, options: InsightsOptions): PricedCall {
  const { defaultModel = null } = options
  const call = stated.model === null && defaultModel !== null ? { ...stated, model: defaultModel } : stated
  const tokens = partsOf(call.counts)
  const [bucket, kept] = bucketOf(call, tokens, options)
  const fees = Object.entries(call.fees ?? {}).map(
    ([fee, units]) => [fee, Decimal.parse(units) ?? Decimal.ZERO] as const,
  )
  const parts = kept === null ? costOf(bucket, tokens, new Map(fees)) : null
  return { call, bucket, cost: kept ?? parts?.total ?? null, parts }
}

function addTo(sessions: Map<string | null, SpentSum>, name: string | null, priced: PricedCall): void {
  const sum = sessions.get(name) ?? new SpentSum()
  sessions.set(name, sum)
  sum.add(priced)
}

function sessionSpread(rows: readonly SessionRow[]): Insights['cost_per_session'] {
  const costs = new Costs()
  const named = rows.filter(({ session }) => session !== null)
  let lowerBounds = 0
  for (const { cost_usd, unpriced_tokens } of named) {
    if (cost_usd === null) continue
    costs.add(cost_usd)
    if (unpriced_tokens > 0) lowerBounds++
  }
  return costs.spread(named.filter(({ cost_usd }) => cost_usd === null).length, lowerBounds)
}

function dearCall(priced: PricedCall, files: readonly string[]): DearCall {
  const { call } = priced
  const sum = new SpentSum()
  sum.add(priced)
  return {
    model: call.model ?? UNKNOWN_MODEL,
    session: call.attributes.session ?? null,
    time: call.time === null ? null : isoText(call.time),
    file: files[call.file] ?? '',
    offset: call.offset < 0 ? null : call.offset,
    ...sum.amounts(),
  }
}

function byCostAndPlace(a: PricedCall, b: PricedCall): number {
  return b.cost!.compare(a.cost!) || a.call.file - b.call.file || a.call.offset - b.call.offset
}

function nameOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
