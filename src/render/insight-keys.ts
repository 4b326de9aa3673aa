import type { Amounts, Insights, Spent } from '../report/insights.ts'
import type { Writable } from './json-writer.ts'

/** Insights as plain data with their keys in the order of the wire contract. */
export function orderedInsights(insights: Insights): Writable {
  const { cache, reasoning, cost_per_call, cost_per_session, undated, session_count } = insights
  return {
    cache: picked(cache, CACHE_KEYS),
    reasoning: picked(reasoning, ['tokens', 'share_of_output']),
    cost_per_call: picked(cost_per_call, SPREAD_KEYS),
    cost_per_session: picked(cost_per_session, SPREAD_KEYS),
    other_models: insights.other_models.map((other) => picked(other, ['model', 'cost_usd', 'unpriced_tokens'])),
    by_day: insights.by_day.map((row) => picked(row, ['time', 'model', ...AMOUNT_KEYS])),
    by_hour: insights.by_hour.map((row) => picked(row, ['time', 'model', ...AMOUNT_KEYS])),
    by_weekday_hour: insights.by_weekday_hour.map((cell) => picked(cell, ['weekday', 'hour', ...AMOUNT_KEYS])),
    undated: picked(undated, AMOUNT_KEYS),
    session_count,
    dearest_sessions: insights.dearest_sessions.map((row) => ({ session: row.session, ...spent(row) })),
    dearest_calls: insights.dearest_calls.map((call) => ({
      ...picked(call, ['model', 'session', 'time', 'file', 'offset']),
      ...spent(call),
    })),
  }
}

function spent(row: Spent): { readonly [key: string]: Writable } {
  return {
    ...picked(row, AMOUNT_KEYS),
    cost_breakdown_usd: picked(row.cost_breakdown_usd, ['input', 'cache_read', 'cache_write', 'output', 'fees']),
    long_context_cost_usd: row.long_context_cost_usd,
  }
}

function picked<From extends object>(source: From, keys: readonly (keyof From & string)[]) {
  return Object.fromEntries(keys.map((key) => [key, source[key] as Writable]))
}

const AMOUNT_KEYS = [
  'call_count',
  'calls_known',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cost_usd',
  'unpriced_tokens',
] as const satisfies readonly (keyof Amounts)[]

const SPREAD_KEYS = [
  'count',
  'left_out',
  'lower_bounds',
  'mean_usd',
  'median_usd',
  'p95_usd',
  'max_usd',
] as const satisfies readonly (keyof Insights['cost_per_call'])[]

const CACHE_KEYS = [
  'hit_rate',
  'read_tokens',
  'write_5m_tokens',
  'write_1h_tokens',
  'read_cost_usd',
  'write_5m_cost_usd',
  'write_1h_cost_usd',
  'write_1h_cost_as_5m_usd',
  'uncached_cost_usd',
  'saved_usd',
  'left_out_tokens',
] as const satisfies readonly (keyof Insights['cache'])[]
