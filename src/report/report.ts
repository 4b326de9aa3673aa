import type { Decimal } from '../pricing/decimal.ts'
import type { MatchKind } from '../pricing/priced.ts'
import type { CallTotal } from '../tracker/call.ts'
import type { CallRow, LeftOutRow } from './call-rows.ts'
import type { CallTables } from './call-tables.ts'
import type { GateResult } from './gate.ts'
import type { Insights } from './insights.ts'

/**
 * The one result that every output, gate and page is a function of. Field names are the JSON wire contract
 * (schema/report.schema.json): the same shape always, empty is [] or {}, unknown is null, no key is missing.
 * Token counts are integers up to 2^53−1; money is exact. Changes within one schema_version only add.
 */
export interface TokenUsageReport {
  readonly schema_version: 1
  /** The sum of what is priced; a lower bound when `cost_complete` is false. USD. */
  readonly total_cost_usd: Decimal
  readonly total_input_tokens: number
  readonly total_output_tokens: number
  readonly total_tokens: number
  readonly call_count: number
  /** Keyed by the model's name as logged, '(unknown)' without one. Cost descending (unpriced last), then name. */
  readonly models_breakdown: Readonly<Record<string, ModelRow>>
  /** False when tokens were left out of the cost: unpriced models, or usage lost in malformed entries. */
  readonly cost_complete: boolean
  /** False when a bare total without calls was added. */
  readonly calls_known: boolean
  /** The costs that the logs carry, summed; null when none does. USD. */
  readonly total_logged_cost_usd: Decimal | null
  readonly unpriced_models: readonly string[]
  readonly estimated_models: readonly string[]
  readonly group_by: readonly string[]
  /** Leaf rows, one per combination of keys, in the order of models_breakdown; they add up to the totals. */
  readonly groups: readonly GroupRow[]
  /** RFC 3339 UTC times of the earliest and latest call, null when no call has a time. */
  readonly period: { readonly start: string | null; readonly end: string | null }
  readonly timezone: string
  readonly filter: AppliedFilter
  readonly currency: string
  /** The total in another currency; null = it was not asked for, or no rate is known. Everything else stays USD. */
  readonly exchange: Exchange | null
  readonly pricing: { readonly layers: readonly PricingLayer[]; readonly as_of: string | null }
  readonly input: InputAccount
  readonly warnings: readonly Warning[]
  /** null when it was not asked for, or the single calls are not known: in a report that was added up from others. */
  readonly insights: Insights | null
  /** The limits that the report was held against, and what became of them; [] when it had none. */
  readonly gates: readonly GateResult[]
  /** Every call, under --with-keys; null otherwise, and where a part of it is a report without them. */
  readonly calls: readonly CallRow[] | null
  /** Every call that the filter left out, in the same cases: copies in other reports may say that it counts. */
  readonly left_out_calls: readonly LeftOutRow[] | null
  /** What these rows refer to; null also where a part of the report is of a version that had none. */
  readonly call_tables: CallTables | null
  readonly tool: { readonly name: 'tokencost'; readonly version: string }
}

/** input_tokens includes cache reads and writes; output_tokens includes reasoning; total = input + output. */
export interface ModelRow {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly total_tokens: number
  readonly call_count: number
  /** null when nothing of it is priced; a lower bound when part of it is not (see priced_as). */
  readonly cost_usd: Decimal | null
  readonly cache_read_tokens: number
  readonly cache_write_tokens: number
  readonly cache_write_1h_tokens: number
  readonly reasoning_tokens: number
  readonly calls_known: boolean
  readonly logged_cost_usd: Decimal | null
  readonly cost_breakdown_usd: CostBreakdown
  readonly priced_as: readonly PricedAs[]
}

export interface GroupRow extends ModelRow {
  /** One entry per name in group_by. */
  readonly keys: Readonly<Record<string, string>>
}

export interface CostBreakdown {
  readonly input: Decimal
  readonly cache_read: Decimal
  readonly cache_write: Decimal
  readonly output: Decimal
  readonly fees: Decimal
}

/** One price bucket of a row: which price, why, how many tokens of each disjoint part, and what they cost. */
export interface PricedAs {
  /** null = unpriced, for `reason`. */
  readonly key: string | null
  readonly matched: MatchKind
  readonly provider: string | null
  readonly assumed: boolean
  readonly layer: string | null
  readonly from: string | null
  readonly tier: string | null
  readonly mode: string | null
  readonly region: string | null
  readonly notes: readonly string[]
  readonly reason: string | null
  readonly call_count: number
  /** Tokens per disjoint part (usage/parts.ts), absent parts left out. */
  readonly tokens: Readonly<Record<string, number>>
  /** Units per fee, exact. */
  readonly fees: Readonly<Record<string, Decimal>>
  readonly rates_per_mtok: Readonly<Record<string, Decimal>>
  readonly cost_usd: Decimal | null
}

/** Never added up: reports that are added together are exchanged anew. */
export interface Exchange {
  /** ISO 4217. */
  readonly currency: string
  /** Units of the currency for one USD. */
  readonly rate: Decimal
  /** The day that the rate is of, YYYY-MM-DD; null when nobody said. */
  readonly date: string | null
  /** '--rate', 'configuration', 'ECB'. */
  readonly source: string
  /** total_cost_usd × rate, exact. */
  readonly total_cost: Decimal
}

export interface PricingLayer {
  readonly name: string
  readonly sha256: string
}

/** What was left out on purpose: calls kept = call_count + left_out.call_count + without_time.call_count. */
export interface AppliedFilter {
  /** The filters that were given: none, one, or those of several saved reports. */
  readonly given: readonly GivenFilter[]
  /** Calls that a filter left out, for another reason than that they have no time. */
  readonly left_out: CallTotal
  /** Calls that a filter by time left out because they have none: nobody knows whether they belong to the report. */
  readonly without_time: CallTotal
}

export interface GivenFilter {
  /** RFC 3339 UTC, inclusive; null = not bounded. */
  readonly since: string | null
  readonly until: string | null
  /** Patterns by the name of what they are matched with; a leading `!` means: must not match. */
  readonly conditions: Readonly<Record<string, readonly string[]>>
}

/** lines = records + duplicates + other + malformed, and calls_found = calls kept + calls_folded; per file and in total. */
export interface EntryAccount {
  readonly bytes: number
  readonly lines: number
  readonly records: number
  readonly duplicates: number
  readonly other: number
  readonly malformed: number
  /** Of malformed, entries with a usage marker: tokens that are missing from the totals. */
  readonly malformed_usage: number
  readonly calls_found: number
  readonly calls_folded: number
  /** Of the calls kept: whose tokens the log does not state. */
  readonly calls_without_counts: number
  /** Of the calls kept: whose counts the log itself says are not final (a cut stream, a placeholder). */
  readonly calls_partial: number
}

export interface InputAccount extends EntryAccount {
  readonly files: number
  readonly skipped_files: number
  readonly by_file: readonly FileAccount[]
}

export interface FileAccount extends EntryAccount {
  readonly name: string
  /** Names of the formats that recognized entries of this file, sorted. */
  readonly formats: readonly string[]
  /** Of its bytes after decompression, under --with-keys, so that reports tell equal files; null = not known. */
  readonly sha256: string | null
}

/** `code` is stable and lower-case with underscores; `message` is for people. Sorted by code, then message. */
export interface Warning {
  readonly code: string
  readonly message: string
}
