import type { ModelPricing } from '../pricing/model-pricing.ts'
import { assemble } from '../report/assemble.ts'
import { NO_FILTER } from '../report/filtered.ts'
import { Ledger } from '../report/ledger.ts'
import type { TokenUsageReport } from '../report/report.ts'
import type { Call } from '../tracker/call.ts'
import { UNKNOWN_MODEL } from '../tracker/model-sums.ts'
import { TokenUsageTracker } from '../tracker/tracker.ts'
import type { UsageRecord } from '../usage/record.ts'

/** Calls without identity that are kept one by one before they become sums. */
const KEPT_SINGLY = 4096
const GROUP_BY = ['model'] as const
const keysOf = ({ model }: Call) => [model ?? UNKNOWN_MODEL]

/**
 * The calls of one run, or of everything outside of runs. Calls with an identity are kept in a tracker, since they could
 * come again; the others are priced and added up, so that they need no memory.
 */
export class UsageBook {
  readonly tracker = new TokenUsageTracker()
  private readonly prices: () => ModelPricing | null
  private sums: Ledger | null = null
  private found = 0
  private anonymous = 0
  private released = 0

  /** `prices` may be null while they are being loaded; calls are kept until then. */
  constructor(prices: () => ModelPricing | null) {
    this.prices = prices
  }

  add(record: UsageRecord): void {
    if (!this.tracker.add(record)) return
    this.found++
    if (record.identity !== null || ++this.anonymous < KEPT_SINGLY) return
    const pricing = this.prices()
    if (pricing !== null) this.release(pricing)
  }

  /** Takes everything of another book. */
  absorb(other: UsageBook): void {
    this.tracker.merge(other.tracker)
    this.found += other.found
    this.anonymous += other.anonymous
    this.released += other.released
    if (other.sums === null) return
    this.sums ??= other.sums.emptied()
    this.sums.merge(other.sums)
  }

  /** Everything of some books in one new book; they stay as they are. */
  static joined(books: Iterable<UsageBook>, prices: () => ModelPricing | null): UsageBook {
    const whole = new UsageBook(prices)
    for (const book of books) whole.absorb(book)
    return whole
  }

  /** Every call priced once. */
  priced(pricing: ModelPricing): Ledger {
    const ledger = ledgerOf(pricing)
    if (this.sums !== null) ledger.merge(this.sums)
    for (const call of this.tracker.calls()) ledger.add(call)
    return ledger
  }

  /** The report of these calls, as of a log that holds nothing else. */
  report(pricing: ModelPricing): TokenUsageReport {
    const ledger = this.priced(pricing)
    const kept = this.released + countOf(this.tracker.calls())
    const { withoutCounts, partial } = ledger.uncertainIn(0)
    return assemble(ledger, {
      input: {
        files: 0,
        bytes: 0,
        lines: this.found,
        records: kept,
        duplicates: this.found - kept,
        other: 0,
        malformed: 0,
        malformed_usage: 0,
        calls_found: this.found,
        calls_folded: this.found - kept,
        calls_without_counts: withoutCounts,
        calls_partial: partial,
        skipped_files: 0,
        by_file: [],
      },
      pricing: { layers: pricing.layers, as_of: pricing.asOf },
      timezone: 'UTC',
      filter: NO_FILTER,
      warnings: ledger.warnings(),
    })
  }

  private release(pricing: ModelPricing): void {
    const sums = this.sums ?? ledgerOf(pricing)
    this.sums = sums
    this.tracker.release((call) => {
      sums.add(call)
      this.released++
    })
    this.anonymous = 0
  }
}

export function ledgerOf(pricing: ModelPricing): Ledger {
  return new Ledger({ pricer: pricing, cost: 'computed', groupBy: GROUP_BY, keysOf })
}

function countOf(calls: Iterable<unknown>): number {
  let count = 0
  for (const _ of calls) count++
  return count
}
