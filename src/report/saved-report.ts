import { NO_FILTER } from './filtered.ts'
import type { EntryAccount, Exchange, FileAccount, GroupRow, ModelRow, TokenUsageReport } from './report.ts'
import { savedBreakdown } from './saved-breakdown.ts'
import { savedPricedAs } from './saved-bucket.ts'
import { savedCall, savedLeftOut } from './saved-call.ts'
import { appliedFilter } from './saved-filter.ts'
import { savedGate } from './saved-gate.ts'
import { savedInsights } from './saved-insights.ts'
import { addsUp } from './saved-sums.ts'
import { hasPlaces, savedTables } from './saved-tables.ts'
import { money, SavedValue, text } from './saved-value.ts'

/**
 * A report as `--json` wrote it, digit for digit. Throws a usage error that names the first thing that is wrong; keys
 * that we do not know are passed over, since later versions only add. `name` is what errors call the file.
 */
export function parseSavedReport(json: string, name = 'the saved report'): TokenUsageReport {
  const report = SavedValue.parse(json, name)
  const version = report.at('schema_version')
  if (version.count() !== 1) throw version.error('must be 1, the only version that this tokencost knows')
  const read: TokenUsageReport = {
    schema_version: 1,
    total_cost_usd: report.at('total_cost_usd').money(),
    total_input_tokens: report.at('total_input_tokens').count(),
    total_output_tokens: report.at('total_output_tokens').count(),
    total_tokens: report.at('total_tokens').count(),
    call_count: report.at('call_count').count(),
    models_breakdown: report.at('models_breakdown').map(modelRow),
    cost_complete: report.at('cost_complete').flag(),
    calls_known: report.at('calls_known').flag(),
    total_logged_cost_usd: report.at('total_logged_cost_usd').orNull(money),
    unpriced_models: report.at('unpriced_models').list(text),
    estimated_models: report.at('estimated_models').list(text),
    group_by: report.at('group_by').list(text),
    groups: report.at('groups').list(groupRow),
    period: {
      start: report.at('period').at('start').orNull(text),
      end: report.at('period').at('end').orNull(text),
    },
    timezone: report.at('timezone').text(),
    filter: report.has('filter') ? appliedFilter(report.at('filter')) : NO_FILTER,
    currency: report.at('currency').text(),
    exchange: report.has('exchange') ? report.at('exchange').orNull(exchange) : null,
    pricing: {
      layers: report
        .at('pricing')
        .at('layers')
        .list((layer) => ({ name: layer.at('name').text(), sha256: layer.at('sha256').text() })),
      as_of: report.at('pricing').at('as_of').orNull(text),
    },
    input: {
      files: report.at('input').at('files').count(),
      ...entryAccount(report.at('input')),
      skipped_files: report.at('input').at('skipped_files').count(),
      by_file: report.at('input').at('by_file').list(fileAccount),
    },
    warnings: report
      .at('warnings')
      .list((warning) => ({ code: warning.at('code').text(), message: warning.at('message').text() })),
    insights: savedInsights(report),
    gates: report.has('gates') ? report.at('gates').list(savedGate) : [],
    calls: report.has('calls') ? report.at('calls').orNull((calls) => calls.list(savedCall)) : null,
    left_out_calls: report.has('left_out_calls')
      ? report.at('left_out_calls').orNull((calls) => calls.list(savedLeftOut))
      : null,
    call_tables: report.has('call_tables') ? report.at('call_tables').orNull(savedTables) : null,
    tool: { name: 'tokencost', version: report.at('tool').at('version').text() },
  }
  if (!hasPlaces(read)) throw report.at('calls').error('names a place that is not there')
  if (!addsUp(read)) throw report.at('calls').error('does not add up to its totals')
  return read
}

function exchange(value: SavedValue): Exchange {
  return {
    currency: value.at('currency').text(),
    rate: value.at('rate').money(),
    date: value.at('date').orNull(text),
    source: value.at('source').text(),
    total_cost: value.at('total_cost').money(),
  }
}

function modelRow(row: SavedValue): ModelRow {
  return {
    input_tokens: row.at('input_tokens').count(),
    output_tokens: row.at('output_tokens').count(),
    total_tokens: row.at('total_tokens').count(),
    call_count: row.at('call_count').count(),
    cost_usd: row.at('cost_usd').orNull(money),
    cache_read_tokens: row.at('cache_read_tokens').count(),
    cache_write_tokens: row.at('cache_write_tokens').count(),
    cache_write_1h_tokens: row.at('cache_write_1h_tokens').count(),
    reasoning_tokens: row.at('reasoning_tokens').count(),
    calls_known: row.at('calls_known').flag(),
    logged_cost_usd: row.at('logged_cost_usd').orNull(money),
    cost_breakdown_usd: savedBreakdown(row.at('cost_breakdown_usd')),
    priced_as: row.at('priced_as').list(savedPricedAs),
  }
}

function groupRow(row: SavedValue): GroupRow {
  return { keys: row.at('keys').map(text), ...modelRow(row) }
}

function fileAccount(file: SavedValue): FileAccount {
  return {
    name: file.at('name').text(),
    formats: file.at('formats').list(text),
    ...entryAccount(file),
    sha256: file.has('sha256') ? file.at('sha256').orNull(text) : null,
  }
}

function entryAccount(account: SavedValue): EntryAccount {
  return {
    bytes: account.at('bytes').count(),
    lines: account.at('lines').count(),
    records: account.at('records').count(),
    duplicates: account.at('duplicates').count(),
    other: account.at('other').count(),
    malformed: account.at('malformed').count(),
    malformed_usage: account.at('malformed_usage').count(),
    calls_found: account.at('calls_found').count(),
    calls_folded: account.at('calls_folded').count(),
    calls_without_counts: account.at('calls_without_counts').count(),
    calls_partial: account.at('calls_partial').count(),
  }
}
