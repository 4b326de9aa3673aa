import { Decimal } from '../../src/pricing/decimal.ts'
import type { PriceBucket } from '../../src/pricing/priced.ts'
import { assemble, type Circumstances } from '../../src/report/assemble.ts'
import { NO_FILTER } from '../../src/report/filtered.ts'
import { Ledger, type LedgerOptions } from '../../src/report/ledger.ts'
import type { InputAccount, TokenUsageReport } from '../../src/report/report.ts'
import type { Call } from '../../src/tracker/call.ts'
import { NO_COUNTS, type TokenCounts } from '../../src/usage/counts.ts'

/** A call of model `m` with these counts. */
export function call(counts: Partial<TokenCounts>, rest: Partial<Omit<Call, 'counts'>> = {}): Call {
  return {
    ...{ model: 'm', provider: null, mode: null, region: null, format: 'test', calls: 1 },
    ...{
      fees: null,
      loggedCostUsd: null,
      keepLoggedCost: false,
      costInTotal: false,
      partial: false,
      time: null,
      attributes: {},
    },
    ...{ file: 0, offset: 0 },
    ...rest,
    counts: { ...NO_COUNTS, ...counts },
  }
}

/** A price of this key: USD per million tokens by part, per unit by `fee:…`; unpriced with a reason instead of rates. */
export function price(key: string, rates: Readonly<Record<string, string>> | string): PriceBucket {
  const priced = typeof rates !== 'string'
  return {
    ...{ key: priced ? key : null, matched: priced ? 'exact' : 'none', provider: null, assumed: false, layer: 'test' },
    ...{ from: null, tier: null, mode: null, region: null, notes: [], unpriced: priced ? null : rates },
    rates: priced ? Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Decimal.parse(rate)!])) : {},
  }
}

export const NOTHING_READ: InputAccount = {
  ...{ files: 0, bytes: 0, lines: 0, records: 0, duplicates: 0, other: 0, malformed: 0, malformed_usage: 0 },
  ...{ calls_found: 0, calls_folded: 0, calls_without_counts: 0, calls_partial: 0, skipped_files: 0, by_file: [] },
}

const CIRCUMSTANCES: Circumstances = {
  input: NOTHING_READ,
  pricing: { layers: [], as_of: null },
  timezone: 'UTC',
  filter: NO_FILTER,
  warnings: [],
}

/** The report of these calls, each model priced by its bucket in `prices`. */
export function reportOfCalls(
  calls: Iterable<Call>,
  prices: Readonly<Record<string, PriceBucket>>,
  options: Partial<LedgerOptions & Circumstances> = {},
): TokenUsageReport {
  const ledger = new Ledger({
    pricer: { bucketFor: (model) => prices[model ?? ''] ?? price('', 'no price for this model') },
    cost: 'computed',
    groupBy: ['model'],
    keysOf: ({ model }) => [model ?? '(unknown)'],
    ...options,
  })
  for (const each of calls) ledger.add(each)
  return assemble(ledger, { ...CIRCUMSTANCES, ...options })
}
