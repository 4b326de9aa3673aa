import { Decimal } from '../../src/pricing/decimal.ts'
import { NO_FILTER } from '../../src/report/filtered.ts'
import type { FileAccount, GroupRow, ModelRow, PricedAs, TokenUsageReport } from '../../src/report/report.ts'

/** Exact money from its digits. */
export function usd(text: string): Decimal {
  const amount = Decimal.parse(text)
  if (amount === null) throw new Error(`not money: ${text}`)
  return amount
}

/** A row with the given fields; the others are zero, known and priced at zero. `total_tokens` is input + output. */
export function row(fields: Partial<ModelRow> = {}): ModelRow {
  const { input_tokens = 0, output_tokens = 0 } = fields
  return {
    input_tokens,
    output_tokens,
    total_tokens: input_tokens + output_tokens,
    call_count: 1,
    cost_usd: Decimal.ZERO,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cache_write_1h_tokens: 0,
    reasoning_tokens: 0,
    calls_known: true,
    logged_cost_usd: null,
    cost_breakdown_usd: {
      input: usd('0'),
      cache_read: usd('0'),
      cache_write: usd('0'),
      output: usd('0'),
      fees: usd('0'),
    },
    priced_as: [],
    ...fields,
  }
}

/** A price bucket of a row; unpriced by default. */
export function bucket(fields: Partial<PricedAs> = {}): PricedAs {
  return {
    key: null,
    matched: 'none',
    provider: null,
    assumed: false,
    layer: null,
    from: null,
    tier: null,
    mode: null,
    region: null,
    notes: [],
    reason: null,
    call_count: 1,
    tokens: {},
    fees: {},
    rates_per_mtok: {},
    cost_usd: null,
    ...fields,
  }
}

/** A file of four entries, one of each kind. */
export function fileAccount(name: string): FileAccount {
  return {
    name,
    formats: ['generic'],
    bytes: 400,
    lines: 4,
    records: 1,
    duplicates: 1,
    other: 1,
    malformed: 1,
    malformed_usage: 1,
    calls_found: 2,
    calls_folded: 1,
    calls_without_counts: 0,
    calls_partial: 0,
    sha256: null,
  }
}

/** A whole report around these rows, in the given order; its totals are their sums. */
export function reportOf(
  models: readonly (readonly [name: string, row: ModelRow])[],
  fields: Partial<TokenUsageReport> = {},
): TokenUsageReport {
  const rows = models.map(([, row]) => row)
  const sum = (field: 'input_tokens' | 'output_tokens' | 'total_tokens' | 'call_count') =>
    rows.reduce((total, row) => total + row[field], 0)
  const unpriced = models.filter(
    ([, row]) => row.cost_usd === null || row.priced_as.some(({ reason }) => reason !== null),
  )
  return {
    schema_version: 1,
    total_cost_usd: rows.reduce((total, row) => total.plus(row.cost_usd ?? Decimal.ZERO), Decimal.ZERO),
    total_input_tokens: sum('input_tokens'),
    total_output_tokens: sum('output_tokens'),
    total_tokens: sum('total_tokens'),
    call_count: sum('call_count'),
    models_breakdown: Object.fromEntries(models),
    cost_complete: unpriced.length === 0,
    calls_known: rows.every((row) => row.calls_known),
    total_logged_cost_usd: null,
    unpriced_models: unpriced.map(([name]) => name).sort(),
    estimated_models: [],
    group_by: ['model'],
    groups: models.map(([model, row]): GroupRow => ({ keys: { model }, ...row })),
    period: { start: '2026-09-01T08:12:30Z', end: '2026-09-23T17:40:00Z' },
    timezone: 'UTC',
    filter: NO_FILTER,
    currency: 'USD',
    exchange: null,
    pricing: { layers: [{ name: 'built-in', sha256: 'a'.repeat(64) }], as_of: '2026-09-23' },
    input: {
      files: 3,
      bytes: 18_204_112,
      lines: 9_412,
      records: 3_654,
      duplicates: 1_210,
      other: 4_546,
      malformed: 2,
      malformed_usage: 1,
      calls_found: 4_864,
      calls_folded: 1_210,
      calls_without_counts: 0,
      calls_partial: 0,
      skipped_files: 0,
      by_file: [],
    },
    warnings: [],
    insights: null,
    gates: [],
    calls: null,
    left_out_calls: null,
    call_tables: null,
    tool: { name: 'tokencost', version: '0.1.0' },
    ...fields,
  }
}
