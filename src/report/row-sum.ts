import { costOf } from '../pricing/cost.ts'
import { Decimal } from '../pricing/decimal.ts'
import type { CostParts, PriceBucket } from '../pricing/priced.ts'
import type { Call } from '../tracker/call.ts'
import type { Part, Parts } from '../usage/parts.ts'

/** Integer tokens and exact fees that share one set of rates. */
export interface BucketSum {
  bucket: PriceBucket
  calls: number
  readonly tokens: Parts
  readonly fees: Map<string, Decimal>
  /** The cost that the logs themselves carry, where it is kept instead of a computed one; null otherwise. */
  keptCost: Decimal | null
}

/** One row in the making: sums of calls, and what they are to be priced by. */
export class RowSum {
  input = 0
  output = 0
  cacheRead = 0
  cacheWrite = 0
  cacheWrite1h = 0
  reasoning = 0
  calls = 0
  callsKnown = true
  loggedCost: Decimal | null = null
  readonly buckets = new Map<string, BucketSum>()
  /** The same sums by bucket object: equal rates are mostly the same object, and no key need be made. */
  private readonly byObject = new Map<PriceBucket, BucketSum>()

  add(call: Call, parts: Parts, bucket: PriceBucket, keptCost: Decimal | null): BucketSum {
    const { counts } = call
    this.input += counts.inputTokens ?? 0
    this.output += counts.outputTokens ?? 0
    this.cacheRead += counts.cacheReadInputTokens ?? 0
    this.cacheWrite += counts.cacheCreationInputTokens ?? 0
    this.cacheWrite1h += counts.cacheCreation1hInputTokens ?? 0
    this.reasoning += counts.reasoningOutputTokens ?? 0
    if (call.calls === null) this.callsKnown = false
    this.calls += call.calls ?? 0
    if (call.loggedCostUsd !== null) this.addLogged(Decimal.parse(call.loggedCostUsd))
    const sum = this.sumOf(bucket)
    sum.calls += call.calls ?? 0
    addParts(sum.tokens, parts)
    if (call.fees !== null) {
      for (const [fee, units] of Object.entries(call.fees)) addFee(sum.fees, fee, Decimal.parse(units) ?? Decimal.ZERO)
    }
    if (keptCost !== null) sum.keptCost = (sum.keptCost ?? Decimal.ZERO).plus(keptCost)
    return sum
  }

  /** Its buckets in the order of priced_as. */
  sorted(): readonly BucketSum[] {
    return [...this.buckets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bucket]) => bucket)
  }

  merge(other: RowSum): void {
    this.input += other.input
    this.output += other.output
    this.cacheRead += other.cacheRead
    this.cacheWrite += other.cacheWrite
    this.cacheWrite1h += other.cacheWrite1h
    this.reasoning += other.reasoning
    this.calls += other.calls
    this.callsKnown &&= other.callsKnown
    this.addLogged(other.loggedCost)
    for (const theirs of other.buckets.values()) this.addBucket(theirs)
  }

  addBucket(theirs: BucketSum): void {
    const ours = this.sumOf(theirs.bucket)
    ours.calls += theirs.calls
    addParts(ours.tokens, theirs.tokens)
    for (const [fee, units] of theirs.fees) addFee(ours.fees, fee, units)
    if (theirs.keptCost !== null) ours.keptCost = (ours.keptCost ?? Decimal.ZERO).plus(theirs.keptCost)
  }

  private addLogged(cost: Decimal | null): void {
    if (cost !== null) this.loggedCost = (this.loggedCost ?? Decimal.ZERO).plus(cost)
  }

  private sumOf(bucket: PriceBucket): BucketSum {
    const known = this.byObject.get(bucket)
    if (known !== undefined) return known
    let key = bucketKey(bucket)
    let sum = this.buckets.get(key)
    if (sum !== undefined && conflict(sum.bucket.rates, bucket.rates)) {
      key += JSON.stringify(Object.entries(bucket.rates).map(([name, rate]) => `${name}=${rate}`))
      sum = this.buckets.get(key)
    }
    if (sum === undefined) sum = { bucket, calls: 0, tokens: {}, fees: new Map(), keptCost: null }
    else sum.bucket = { ...sum.bucket, rates: { ...bucket.rates, ...sum.bucket.rates } }
    this.buckets.set(key, sum)
    this.byObject.set(bucket, sum)
    return sum
  }
}

/** What a bucket's sums cost at its rates; null when it has no price, or keeps the cost of the logs. */
export function costOfSum({ bucket, tokens, fees, keptCost }: BucketSum): CostParts | null {
  return bucket.unpriced === null && keptCost === null ? costOf(bucket, tokens, fees) : null
}

/** Equal for buckets that a reader could not tell apart; its order is the order of priced_as. */
function bucketKey(bucket: PriceBucket): string {
  const known = keys.get(bucket)
  if (known !== undefined) return known
  const { key, matched, provider, assumed, layer, from, tier, mode, region, notes, unpriced, rates } = bucket
  const core = CORE_RATES.map((name) => rates[name]?.toString() ?? null)
  const made = JSON.stringify([key, from, tier, mode, region, matched, provider, assumed, layer, notes, unpriced, core])
  keys.set(bucket, made)
  return made
}

/** Few buckets serve all rows of a report. */
const keys = new WeakMap<PriceBucket, string>()

/** The rates that a report always states, so that saved reports made with other prices do not run together. */
export const CORE_RATES: readonly string[] = ['input', 'output', 'cache_read', 'cache_write', 'cache_write_1h']

/** Rates of rarer parts stand in a report only where they applied; they may still differ. */
function conflict(a: PriceBucket['rates'], b: PriceBucket['rates']): boolean {
  return Object.keys(a).some((name) => b[name] !== undefined && a[name]!.compare(b[name]!) !== 0)
}

function addParts(sum: Parts, parts: Parts): void {
  for (const part in parts) sum[part as Part] = (sum[part as Part] ?? 0) + parts[part as Part]!
}

function addFee(sums: Map<string, Decimal>, fee: string, units: Decimal): void {
  sums.set(fee, (sums.get(fee) ?? Decimal.ZERO).plus(units))
}
