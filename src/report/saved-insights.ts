import type { Amounts, Insights, Spent, Spread, TimeRow } from './insights.ts'
import { savedBreakdown } from './saved-breakdown.ts'
import { money, type SavedValue, text } from './saved-value.ts'

/** The insights of a saved report; null also where a version wrote it that knew none. */
export function savedInsights(report: SavedValue): Insights | null {
  return report.has('insights') ? report.at('insights').orNull(insights) : null
}

function insights(value: SavedValue): Insights {
  const cache = value.at('cache')
  const usd = (name: string) => cache.at(name).money()
  return {
    cache: {
      hit_rate: cache.at('hit_rate').orNull(money),
      read_tokens: cache.at('read_tokens').count(),
      write_5m_tokens: cache.at('write_5m_tokens').count(),
      write_1h_tokens: cache.at('write_1h_tokens').count(),
      read_cost_usd: usd('read_cost_usd'),
      write_5m_cost_usd: usd('write_5m_cost_usd'),
      write_1h_cost_usd: usd('write_1h_cost_usd'),
      write_1h_cost_as_5m_usd: usd('write_1h_cost_as_5m_usd'),
      uncached_cost_usd: usd('uncached_cost_usd'),
      saved_usd: usd('saved_usd'),
      left_out_tokens: cache.at('left_out_tokens').count(),
    },
    reasoning: {
      tokens: value.at('reasoning').at('tokens').count(),
      share_of_output: value.at('reasoning').at('share_of_output').orNull(money),
    },
    cost_per_call: spread(value.at('cost_per_call')),
    cost_per_session: spread(value.at('cost_per_session')),
    other_models: value.at('other_models').list((other) => ({
      model: other.at('model').text(),
      cost_usd: other.at('cost_usd').orNull(money),
      unpriced_tokens: other.at('unpriced_tokens').count(),
    })),
    by_day: value.at('by_day').list(timeRow),
    by_hour: value.at('by_hour').list(timeRow),
    by_weekday_hour: value
      .at('by_weekday_hour')
      .list((cell) => ({ weekday: cell.at('weekday').count(), hour: cell.at('hour').count(), ...amounts(cell) })),
    undated: amounts(value.at('undated')),
    session_count: value.at('session_count').count(),
    dearest_sessions: value
      .at('dearest_sessions')
      .list((row) => ({ session: row.at('session').orNull(text), ...spent(row) })),
    dearest_calls: value.at('dearest_calls').list((call) => ({
      model: call.at('model').text(),
      session: call.at('session').orNull(text),
      time: call.at('time').orNull(text),
      file: call.at('file').text(),
      offset: call.at('offset').orNull((offset) => offset.count()),
      ...spent(call),
    })),
  }
}

function spread(value: SavedValue): Spread {
  return {
    count: value.at('count').count(),
    left_out: value.at('left_out').count(),
    lower_bounds: value.at('lower_bounds').count(),
    mean_usd: value.at('mean_usd').orNull(money),
    median_usd: value.at('median_usd').orNull(money),
    p95_usd: value.at('p95_usd').orNull(money),
    max_usd: value.at('max_usd').orNull(money),
  }
}

function timeRow(row: SavedValue): TimeRow {
  return { time: row.at('time').text(), model: row.at('model').text(), ...amounts(row) }
}

function amounts(row: SavedValue): Amounts {
  return {
    call_count: row.at('call_count').count(),
    calls_known: row.at('calls_known').flag(),
    input_tokens: row.at('input_tokens').count(),
    output_tokens: row.at('output_tokens').count(),
    cache_read_tokens: row.at('cache_read_tokens').count(),
    cache_write_tokens: row.at('cache_write_tokens').count(),
    cost_usd: row.at('cost_usd').orNull(money),
    unpriced_tokens: row.at('unpriced_tokens').count(),
  }
}

function spent(row: SavedValue): Spent {
  return {
    ...amounts(row),
    cost_breakdown_usd: savedBreakdown(row.at('cost_breakdown_usd')),
    long_context_cost_usd: row.at('long_context_cost_usd').money(),
  }
}
