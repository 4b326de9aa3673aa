import type { GateResult } from '../report/gate.ts'
import type {
  CostBreakdown,
  Exchange,
  FileAccount,
  GroupRow,
  InputAccount,
  ModelRow,
  PricedAs,
  TokenUsageReport,
} from '../report/report.ts'
import type { CallTotal } from '../tracker/call.ts'
import { PARTS } from '../usage/parts.ts'
import { orderedCalls, orderedLeftOut } from './call-keys.ts'
import { orderedInsights } from './insight-keys.ts'
import { Each, type Writable } from './json-writer.ts'
import { orderedTables } from './table-keys.ts'

/** The report as plain data with its keys in the order of the wire contract, however the report was put together. */
export function orderedReport(report: TokenUsageReport): { readonly [key: string]: Writable } {
  return {
    ...picked(report, REPORT_KEYS),
    models_breakdown: mapped(report.models_breakdown, Object.keys(report.models_breakdown), orderedRow),
    groups: new Each(report.groups.length, (index) => orderedGroup(report.groups[index]!, report.group_by)),
    period: picked(report.period, ['start', 'end']),
    exchange: report.exchange === null ? null : picked(report.exchange, EXCHANGE_KEYS),
    filter: {
      given: report.filter.given.map(({ since, until, conditions }) => ({ since, until, conditions })),
      left_out: picked(report.filter.left_out, TOTAL_KEYS),
      without_time: picked(report.filter.without_time, TOTAL_KEYS),
    },
    pricing: {
      layers: report.pricing.layers.map((layer) => picked(layer, ['name', 'sha256'])),
      as_of: report.pricing.as_of,
    },
    input: {
      ...picked(report.input, INPUT_KEYS),
      by_file: report.input.by_file.map((file) => picked(file, FILE_KEYS)),
    },
    warnings: report.warnings.map((warning) => picked(warning, ['code', 'message'])),
    insights: report.insights === null ? null : orderedInsights(report.insights),
    gates: report.gates.map((gate) => picked(gate, GATE_KEYS)),
    calls: orderedCalls(report.calls),
    left_out_calls: orderedLeftOut(report.left_out_calls),
    call_tables: orderedTables(report.call_tables, orderedBucket),
    tool: picked(report.tool, ['name', 'version']),
  }
}

/** A row of `groups`, its names first and in the order of `group_by`. */
export function orderedGroup(row: GroupRow, groupBy: readonly string[]): Writable {
  return { keys: mapped(row.keys, groupBy, (name) => name), ...orderedRow(row) }
}

function orderedRow(row: ModelRow): { readonly [key: string]: Writable } {
  return {
    ...picked(row, ROW_KEYS),
    cost_breakdown_usd: picked(row.cost_breakdown_usd, COST_KEYS),
    priced_as: row.priced_as.map(orderedBucket),
  }
}

function orderedBucket(bucket: PricedAs): Writable {
  return {
    ...picked(bucket, BUCKET_KEYS),
    tokens: mapped(bucket.tokens, inPartOrder(bucket.tokens), (tokens) => tokens),
    fees: mapped(bucket.fees, inPartOrder(bucket.fees), (units) => units),
    rates_per_mtok: mapped(bucket.rates_per_mtok, inPartOrder(bucket.rates_per_mtok), (rate) => rate),
  }
}

/** Parts as usage/parts.ts lists them, then everything else by name. */
function inPartOrder(named: Readonly<Record<string, unknown>>): readonly string[] {
  const parts = PARTS.filter((part) => Object.hasOwn(named, part))
  const others = Object.keys(named).filter((name) => !parts.some((part) => part === name))
  return [...parts, ...others.sort()]
}

/** Own properties only, so that a model called `__proto__` or `constructor` is a key like any other. */
function mapped<From>(
  source: Readonly<Record<string, From>>,
  keys: readonly string[],
  to: (value: From) => Writable,
): { readonly [key: string]: Writable } {
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(source, key)).map((key) => [key, to(source[key]!)]))
}

function picked<From extends object>(
  source: From,
  keys: readonly (keyof From & string)[],
): { [key: string]: Writable } {
  return Object.fromEntries(keys.map((key) => [key, source[key] as Writable]))
}

const REPORT_KEYS = [
  'schema_version',
  'total_cost_usd',
  'total_input_tokens',
  'total_output_tokens',
  'total_tokens',
  'call_count',
  'models_breakdown',
  'cost_complete',
  'calls_known',
  'total_logged_cost_usd',
  'unpriced_models',
  'estimated_models',
  'group_by',
  'groups',
  'period',
  'timezone',
  'filter',
  'currency',
  'exchange',
  'pricing',
  'input',
  'warnings',
  'insights',
  'gates',
  'calls',
  'left_out_calls',
  'call_tables',
  'tool',
] as const satisfies readonly (keyof TokenUsageReport)[]

const TOTAL_KEYS = ['call_count', 'calls_known', 'total_tokens'] as const satisfies readonly (keyof CallTotal)[]

const ROW_KEYS = [
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'call_count',
  'cost_usd',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'reasoning_tokens',
  'calls_known',
  'logged_cost_usd',
  'cost_breakdown_usd',
  'priced_as',
] as const satisfies readonly (keyof ModelRow)[]

const EXCHANGE_KEYS = [
  'currency',
  'rate',
  'date',
  'source',
  'total_cost',
] as const satisfies readonly (keyof Exchange)[]

const COST_KEYS = [
  'input',
  'cache_read',
  'cache_write',
  'output',
  'fees',
] as const satisfies readonly (keyof CostBreakdown)[]

const BUCKET_KEYS = [
  'key',
  'matched',
  'provider',
  'assumed',
  'layer',
  'from',
  'tier',
  'mode',
  'region',
  'notes',
  'reason',
  'call_count',
  'tokens',
  'fees',
  'rates_per_mtok',
  'cost_usd',
] as const satisfies readonly (keyof PricedAs)[]

const INPUT_KEYS = [
  'files',
  'bytes',
  'lines',
  'records',
  'duplicates',
  'other',
  'malformed',
  'malformed_usage',
  'calls_found',
  'calls_folded',
  'calls_without_counts',
  'calls_partial',
  'skipped_files',
  'by_file',
] as const satisfies readonly (keyof InputAccount)[]

const FILE_KEYS = [
  'name',
  'formats',
  'bytes',
  'lines',
  'records',
  'duplicates',
  'other',
  'malformed',
  'malformed_usage',
  'calls_found',
  'calls_folded',
  'calls_without_counts',
  'calls_partial',
  'sha256',
] as const satisfies readonly (keyof FileAccount)[]

const GATE_KEYS = [
  'name',
  'status',
  'measure',
  'unit',
  'limit',
  'actual',
  'at_least',
  'excess',
  'per',
  'key',
  'groups',
  'groups_failed',
  'reasons',
  'unpriced_models',
  'source',
] as const satisfies readonly (keyof GateResult)[]
