import { Decimal } from '../../src/pricing/decimal.ts'
import type { Amounts, DearCall, Insights, SessionRow, Spent, Spread, TimeRow } from '../../src/report/insights.ts'
import { usd } from './report-builder.ts'

export function amounts(fields: Partial<Amounts> = {}): Amounts {
  return {
    call_count: 1,
    calls_known: true,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cost_usd: Decimal.ZERO,
    unpriced_tokens: 0,
    ...fields,
  }
}

/** Amounts whose cost is the sum of these parts. */
export function spent(
  parts: Partial<Record<'input' | 'cache_read' | 'cache_write' | 'output' | 'fees', string>>,
  fields: Partial<Spent> = {},
): Spent {
  const of = (part: keyof typeof parts) => usd(parts[part] ?? '0')
  const costs = {
    input: of('input'),
    cache_read: of('cache_read'),
    cache_write: of('cache_write'),
    output: of('output'),
    fees: of('fees'),
  }
  const cost_usd = Object.values(costs).reduce((sum, cost) => sum.plus(cost), Decimal.ZERO)
  return { ...amounts({ cost_usd }), cost_breakdown_usd: costs, long_context_cost_usd: Decimal.ZERO, ...fields }
}

export function day(time: string, model: string, cost: string | null): TimeRow {
  return { time, model, ...amounts({ cost_usd: cost === null ? null : usd(cost) }) }
}

const NONE: Spread = {
  count: 0,
  left_out: 0,
  lower_bounds: 0,
  mean_usd: null,
  median_usd: null,
  p95_usd: null,
  max_usd: null,
}

/** Insights that say nothing but what is given. */
export function insightsOf(fields: Partial<Insights> = {}): Insights {
  return {
    cache: {
      hit_rate: null,
      read_tokens: 0,
      write_5m_tokens: 0,
      write_1h_tokens: 0,
      read_cost_usd: Decimal.ZERO,
      write_5m_cost_usd: Decimal.ZERO,
      write_1h_cost_usd: Decimal.ZERO,
      write_1h_cost_as_5m_usd: Decimal.ZERO,
      uncached_cost_usd: Decimal.ZERO,
      saved_usd: Decimal.ZERO,
      left_out_tokens: 0,
    },
    reasoning: { tokens: 0, share_of_output: null },
    cost_per_call: NONE,
    cost_per_session: NONE,
    other_models: [],
    by_day: [],
    by_hour: [],
    by_weekday_hour: [],
    undated: amounts({ call_count: 0, cost_usd: null }),
    session_count: 0,
    dearest_sessions: [],
    dearest_calls: [],
    ...fields,
  }
}

export function session(name: string | null, of: Spent): SessionRow {
  return { session: name, ...of }
}

export function call(fields: Partial<DearCall>, of: Spent): DearCall {
  return {
    model: 'claude-opus-4-6',
    session: null,
    time: '2026-09-21T08:00:12Z',
    file: 'run.jsonl',
    offset: 0,
    ...of,
    ...fields,
  }
}
