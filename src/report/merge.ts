import { TokencostError } from '../errors.ts'
import type { PriceBucket } from '../pricing/priced.ts'
import { DIMENSIONS } from '../tracker/dimensions.ts'
import type { Ledger } from './ledger.ts'
import type {
  EntryAccount,
  FileAccount,
  InputAccount,
  ModelRow,
  PricedAs,
  PricingLayer,
  TokenUsageReport,
} from './report.ts'
import { RowSum } from './row-sum.ts'

/** True when the groups of a saved report serve; false when its models do. Throws a usage error when neither does. */
export function isServed(ledger: Ledger, report: TokenUsageReport, name: string, timezone: string): boolean {
  const { groupBy } = ledger
  const served = groupBy.every((by) => report.group_by.includes(by))
  if (!served && groupBy.join() !== 'model') {
    throw new TokencostError(
      'usage',
      `${name} is grouped by ${report.group_by.join(', ')}, not by ${groupBy.join(', ')}`,
      {
        hint: 'Add --group-by model, which every saved report can answer, or make the saved reports anew with the same grouping.',
      },
    )
  }
  const calendar = groupBy.find((by) => DIMENSIONS.some((known) => known.name === by && known.calendar))
  if (calendar !== undefined && report.timezone !== timezone) {
    throw new TokencostError('usage', `${name} is grouped by ${calendar} in ${report.timezone}, not in ${timezone}`, {
      hint: 'Make the saved reports anew with the same --timezone.',
    })
  }
  return served
}

/** Adds the rows of a saved report to a ledger. They keep the prices that they were made with, and days of their zone. */
export function addReport(ledger: Ledger, report: TokenUsageReport, name: string, timezone: string): void {
  const served = isServed(ledger, report, name, timezone)
  const { groupBy } = ledger
  for (const [model, row] of Object.entries(report.models_breakdown)) {
    ledger.model(model).merge(sumOf(row))
    if (!served) ledger.group([model]).merge(sumOf(row))
  }
  if (served) for (const row of report.groups) ledger.group(groupBy.map((by) => row.keys[by] ?? '')).merge(sumOf(row))
  const { start, end } = report.period
  if (start !== null && end !== null) ledger.during(Date.parse(start), Date.parse(end))
}

/** The zone that all of these reports were made in; null when there is none, or there are several. */
export function zoneOfAll(reports: readonly TokenUsageReport[]): string | null {
  const zones = new Set(reports.map(({ timezone }) => timezone))
  return zones.size === 1 ? [...zones][0]! : null
}

/** The accounts of logs and of saved reports as one. */
export function mergedInput(inputs: readonly InputAccount[]): InputAccount {
  const total = (of: (account: InputAccount) => number) => inputs.reduce((sum, account) => sum + of(account), 0)
  return {
    files: total((account) => account.files),
    ...sumAccounts(inputs),
    skipped_files: total((account) => account.skipped_files),
    by_file: inputs.flatMap(({ by_file }) => by_file).sort(byName),
  }
}

export function sumAccounts(accounts: readonly EntryAccount[]): EntryAccount {
  const sum = { ...NOTHING }
  for (const account of accounts) {
    sum.bytes += account.bytes
    sum.lines += account.lines
    sum.records += account.records
    sum.duplicates += account.duplicates
    sum.other += account.other
    sum.malformed += account.malformed
    sum.malformed_usage += account.malformed_usage
    sum.calls_found += account.calls_found
    sum.calls_folded += account.calls_folded
    sum.calls_without_counts += account.calls_without_counts
    sum.calls_partial += account.calls_partial
  }
  return sum
}

const NOTHING: EntryAccount = {
  bytes: 0,
  lines: 0,
  records: 0,
  duplicates: 0,
  other: 0,
  malformed: 0,
  malformed_usage: 0,
  calls_found: 0,
  calls_folded: 0,
  calls_without_counts: 0,
  calls_partial: 0,
}

type Pricing = TokenUsageReport['pricing']

/** Every layer that took part, once; the latest date. */
export function mergedPricing(pricings: readonly Pricing[]): Pricing {
  const layers = new Map<string, PricingLayer>()
  for (const layer of pricings.flatMap((pricing) => pricing.layers))
    layers.set(`${layer.name}\u0000${layer.sha256}`, layer)
  const dates = pricings.flatMap(({ as_of }) => as_of ?? []).sort()
  return { layers: [...layers.values()], as_of: dates.at(-1) ?? null }
}

function sumOf(row: ModelRow): RowSum {
  const sum = new RowSum()
  sum.input = row.input_tokens
  sum.output = row.output_tokens
  sum.cacheRead = row.cache_read_tokens
  sum.cacheWrite = row.cache_write_tokens
  sum.cacheWrite1h = row.cache_write_1h_tokens
  sum.reasoning = row.reasoning_tokens
  sum.calls = row.call_count
  sum.callsKnown = row.calls_known
  sum.loggedCost = row.logged_cost_usd
  for (const entry of row.priced_as) {
    sum.addBucket({
      bucket: bucketOfEntry(entry),
      calls: entry.call_count,
      tokens: { ...entry.tokens },
      fees: new Map(Object.entries(entry.fees)),
      keptCost: entry.matched === 'logged' ? entry.cost_usd : null,
    })
  }
  return sum
}

export function bucketOfEntry(entry: PricedAs): PriceBucket {
  const { key, matched, provider, assumed, layer, from, tier, mode, region, notes, reason, rates_per_mtok } = entry
  return {
    key,
    matched,
    provider,
    assumed,
    layer,
    from,
    tier,
    mode,
    region,
    notes,
    unpriced: reason,
    rates: rates_per_mtok,
  }
}

function byName(a: FileAccount, b: FileAccount): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
