import { Decimal } from '../pricing/decimal.ts'
import type { CallTotal } from '../tracker/call.ts'
import { isoText } from '../usage/time.ts'
import { version } from '../version.ts'
import { placesOf } from './call-places.ts'
import { callRows, leftOutRows } from './call-rows.ts'
import type { Ledger } from './ledger.ts'
import { byCost } from './model-rows.ts'
import { pricedAs, safe } from './priced-as.ts'
import type {
  AppliedFilter,
  GroupRow,
  InputAccount,
  ModelRow,
  PricingLayer,
  TokenUsageReport,
  Warning,
} from './report.ts'
import type { RowSum } from './row-sum.ts'
import { derivedWarnings, SOURCE_LOSSES, sortedWarnings } from './warnings.ts'

/** Everything of a report that does not come from calls. */
export interface Circumstances {
  readonly input: InputAccount
  readonly pricing: { readonly layers: readonly PricingLayer[]; readonly as_of: string | null }
  readonly timezone: string
  readonly filter: AppliedFilter
  /** Facts that cannot be derived from the numbers. */
  readonly warnings: readonly Warning[]
}

/** Sums → the report: prices each bucket once, sorts, derives totals and warnings. Pure. */
export function assemble(ledger: Ledger, circumstances: Circumstances): TokenUsageReport {
  const { pricing, timezone, filter, warnings } = circumstances
  const input = ledger.kept === null ? withoutDigests(circumstances.input) : circumstances.input
  const models = eachOf(ledger.models, (name, sum) => ({ name, sum, row: rowOf(sum, name) })).sort(byCost)
  const groups = eachOf(ledger.groups, (_, { keys, sum }) => {
    const row = rowOf(sum, keys.join(' '))
    return {
      name: JSON.stringify(keys),
      values: keys,
      row: { keys: Object.fromEntries(ledger.groupBy.map((by, i) => [by, keys[i]!])), ...row },
    }
  })
  const rows = models.map(({ row }) => row)
  const total = (of: (row: ModelRow) => number) =>
    safe(
      rows.reduce((sum, row) => sum + of(row), 0),
      'the total',
    )
  const unpriced = models
    .filter(({ row }) => row.priced_as.some(({ reason }) => reason !== null))
    .map(({ name }) => name)
  const loggedCosts = rows.flatMap(({ logged_cost_usd }) => logged_cost_usd ?? [])
  const places = placesOf(ledger)
  const report: TokenUsageReport = {
    schema_version: 1,
    total_cost_usd: rows.reduce((sum, { cost_usd }) => sum.plus(cost_usd ?? Decimal.ZERO), Decimal.ZERO),
    total_input_tokens: total((row) => row.input_tokens),
    total_output_tokens: total((row) => row.output_tokens),
    total_tokens: total((row) => row.total_tokens),
    call_count: total((row) => row.call_count),
    models_breakdown: Object.fromEntries(models.map(({ name, row }) => [name, row])),
    cost_complete:
      unpriced.length === 0 &&
      input.malformed_usage === 0 &&
      input.calls_without_counts === 0 &&
      !warnings.some(({ code }) => SOURCE_LOSSES.includes(code)),
    calls_known: rows.every(({ calls_known }) => calls_known),
    total_logged_cost_usd:
      loggedCosts.length === 0 ? null : loggedCosts.reduce((sum, cost) => sum.plus(cost), Decimal.ZERO),
    unpriced_models: unpriced.sort(),
    estimated_models: models
      .filter(({ row }) => row.priced_as.some(({ matched }) => matched === 'default'))
      .map(({ name }) => name)
      .sort(),
    group_by: ledger.groupBy,
    groups: groups.sort(byCost).map(({ row }) => row satisfies GroupRow),
    period: { start: timeText(ledger.start), end: timeText(ledger.end) },
    timezone,
    filter: { ...filter, left_out: shown(filter.left_out), without_time: shown(filter.without_time) },
    currency: 'USD',
    exchange: null,
    pricing,
    input,
    warnings: [],
    insights: null,
    gates: [],
    calls: null,
    left_out_calls: ledger.kept && leftOutRows(ledger.leftOut, input, places),
    call_tables: places && { ...places.tables(), spent_totals: leftOutRows(ledger.spent, input, places) },
    tool: { name: 'tokencost', version },
  }
  const sums = new Map(models.map(({ name, sum }) => [name, sum]))
  const calls =
    ledger.kept &&
    callRows(
      ledger.kept,
      // Not in the order of `models`: an object has keys that are integers first.
      Object.keys(report.models_breakdown).map((name) => ({ name, sum: sums.get(name)! })),
      groups.map(({ values }) => values),
      input,
      places,
    )
  return { ...report, calls, warnings: sortedWarnings([...warnings, ...derivedWarnings(report)]) }
}

function withoutDigests(input: InputAccount): InputAccount {
  return { ...input, by_file: input.by_file.map((file) => (file.sha256 === null ? file : { ...file, sha256: null })) }
}

/** What is made of each; of several that cannot be, the first by name is told, in whatever order they were read. */
function eachOf<From, To>(all: ReadonlyMap<string, From>, made: (name: string, from: From) => To): To[] {
  try {
    return Array.from(all, ([name, from]) => made(name, from))
  } catch {
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, from]) => made(name, from))
  }
}

function rowOf(sum: RowSum, name: string): ModelRow {
  const priced = sum.sorted().map(pricedAs)
  const costs = priced.flatMap(({ entry }) => entry.cost_usd ?? [])
  const part = (of: 'input' | 'cacheRead' | 'cacheWrite' | 'output' | 'fees') =>
    priced.reduce((total, { cost }) => (cost === null ? total : total.plus(cost[of])), Decimal.ZERO)
  return {
    input_tokens: safe(sum.input, name),
    output_tokens: safe(sum.output, name),
    total_tokens: safe(sum.input + sum.output, name),
    call_count: safe(sum.calls, name),
    cost_usd: costs.length === 0 ? null : costs.reduce((total, cost) => total.plus(cost), Decimal.ZERO),
    cache_read_tokens: safe(sum.cacheRead, name),
    cache_write_tokens: safe(sum.cacheWrite, name),
    cache_write_1h_tokens: safe(sum.cacheWrite1h, name),
    reasoning_tokens: safe(sum.reasoning, name),
    calls_known: sum.callsKnown,
    logged_cost_usd: sum.loggedCost,
    cost_breakdown_usd: {
      input: part('input'),
      cache_read: part('cacheRead'),
      cache_write: part('cacheWrite'),
      output: part('output'),
      fees: part('fees'),
    },
    priced_as: priced.map(({ entry }) => entry),
  }
}

function shown(total: CallTotal): CallTotal {
  return { ...total, total_tokens: safe(total.total_tokens, 'the calls that the filter leaves out') }
}

function timeText(time: number): string | null {
  return Number.isFinite(time) ? isoText(time) : null
}
