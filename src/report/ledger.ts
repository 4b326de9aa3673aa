import { Decimal } from '../pricing/decimal.ts'
import type { CallFacts, PriceBucket } from '../pricing/priced.ts'
import type { AlikeCalls } from '../tracker/alike-calls.ts'
import type { PriceSpans } from '../tracker/alike-sums.ts'
import { type Call, type CopyTrace, named } from '../tracker/call.ts'
import type { UncertainCalls } from '../tracker/file-tallies.ts'
import { UNKNOWN_MODEL } from '../tracker/model-sums.ts'
import { isUnstated } from '../usage/counts.ts'
import { type Parts, partsOf } from '../usage/parts.ts'
import type { KeptCall, LeftOutCall } from './call-rows.ts'
import type { CallSource } from './call-source.ts'
import type { SaidValues } from './hashed-attributes.ts'
import type { Warning } from './report.ts'
import { type BucketSum, costOfSum, RowSum } from './row-sum.ts'

/** Finds the set of rates that one call is priced by. ModelPricing is one. */
export interface Pricer {
  bucketFor(model: string | null, provider: string | null, facts: CallFacts): PriceBucket
  /** As ResolvedPrice.span says; absent = each call must be asked for. */
  readonly spanOf?: PriceSpans
}

/** Which cost counts where a log carries one of its own. */
export type CostSource = 'computed' | 'logged' | 'auto'

export interface LedgerOptions {
  readonly pricer: Pricer
  readonly cost: CostSource
  /** The model of calls whose log names none; null = they stay without. */
  readonly defaultModel?: string | null
  /** Computes a cost also where the one of a usage dump would be kept. */
  readonly reprice?: boolean
  /** Names of the grouping dimensions, and each call's values for them in that order. */
  readonly groupBy: readonly string[]
  readonly keysOf: (call: Call) => readonly string[]
  /** Keeps each call, with the name of its file and the place of its entry. */
  readonly originOf?: (call: Call) => Pick<KeptCall, 'file' | 'entry'>
}

/** A call and what it is priced by. */
export interface PricedCall extends Omit<KeptCall, 'bucket'> {
  readonly bucket: PriceBucket
  readonly keptCost: Decimal | null
}

const NOWHERE = { file: { name: '', sha256: null }, entry: null }
const UNTRACED: CopyTrace = { identity: null, ownTime: null, tie: 0 }

/** Adds calls up into rows: one per model, one per combination of group keys. Every call is priced once, by its bucket. */
export class Ledger {
  readonly models = new Map<string, RowSum>()
  readonly groups = new Map<string, { readonly keys: readonly string[]; readonly sum: RowSum }>()
  readonly groupBy: readonly string[]
  /** ms since 1970 UTC. */
  start = Number.POSITIVE_INFINITY
  end = Number.NEGATIVE_INFINITY
  /** Calls and totals that got the default model. */
  private defaulted = 0
  /** By file number; of most files there are none. */
  private readonly withoutCounts: number[] = []
  private readonly partial: number[] = []
  /** Each call, where they are wanted one by one; null = sums only. */
  kept: KeptCall[] | null
  /** Calls that a filter left out, where the others are kept one by one. */
  readonly leftOut: LeftOutCall[] = []
  /** Totals that their calls account for, in the same case. */
  readonly spent: LeftOutCall[] = []
  /** The values of attributes that rows of calls may say. */
  readonly said: SaidValues[] = []
  private readonly options: LedgerOptions

  constructor(options: LedgerOptions) {
    this.options = options
    this.groupBy = options.groupBy
    this.kept = options.originOf === undefined ? null : []
  }

  add(stated: Call, trace: CopyTrace = UNTRACED, source: CallSource | null = null): void {
    const call = this.named(stated)
    const parts = partsOf(call.counts)
    const [bucket, keptCost] = bucketOf(call, parts, this.options)
    const model = call.model ?? UNKNOWN_MODEL
    const keys = this.options.keysOf(call)
    const counted = this.count(model, keys, call, parts, bucket, keptCost)
    if (this.kept !== null) {
      const origin = this.options.originOf?.(call) ?? NOWHERE
      this.kept.push({ trace, source, model, keys, bucket: counted, call, parts, ...origin })
    }
    if (isUnstated(call.counts) && call.fees === null) addTo(this.withoutCounts, call.file, 1)
    else if (call.partial) addTo(this.partial, call.file, 1)
  }

  /** Adds calls that share what their price depends on. What is uncertain of them is told apart. */
  addAlike({ call: stated, counts, calls, records, start, end }: AlikeCalls): void {
    const call = this.named(stated, records)
    const [bucket, keptCost] = bucketOf(call, partsOf(call.counts), this.options)
    const sum = { ...call, counts, calls }
    this.count(call.model ?? UNKNOWN_MODEL, this.options.keysOf(call), sum, partsOf(counts), bucket, keptCost)
    this.during(start, end)
  }

  /** By file number: calls that are counted with less than their full tokens. */
  addUncertain(files: readonly UncertainCalls[]): void {
    files.forEach(({ withoutCounts, partial }, file) => {
      if (withoutCounts > 0) addTo(this.withoutCounts, file, withoutCounts)
      if (partial > 0) addTo(this.partial, file, partial)
    })
  }

  /** What a call would be priced by. */
  priceOf(stated: Call): LeftOutCall['priced'] {
    const call = named(stated, this.options.defaultModel ?? null)
    const parts = partsOf(call.counts)
    return { parts, bucket: bucketOf(call, parts, this.options)[0] }
  }

  /** Adds a call that has its price. */
  addPriced({ bucket, keptCost, ...rest }: PricedCall): void {
    const { model, keys, call, parts } = rest
    const counted = this.count(model, keys, call, parts, bucket, keptCost)
    this.kept?.push({ ...rest, bucket: counted })
  }

  /** A ledger of the same grouping and prices with nothing in it. */
  emptied(): Ledger {
    return new Ledger(this.options)
  }

  /** Adds all rows of another ledger that has the same grouping and prices. */
  merge(other: Ledger): void {
    for (const [name, sum] of other.models) this.model(name).merge(sum)
    for (const { keys, sum } of other.groups.values()) this.group(keys).merge(sum)
    this.during(other.start, other.end)
    this.defaulted += other.defaulted
    addAll(this.withoutCounts, other.withoutCounts)
    addAll(this.partial, other.partial)
  }

  /** What was assumed of the calls so far. */
  warnings(): readonly Warning[] {
    return this.defaulted === 0 ? [] : [defaultWarning(this.options.defaultModel!, this.defaulted)]
  }

  /** Calls of a file that are counted with less than their full tokens. */
  uncertainIn(file: number): UncertainCalls {
    return { withoutCounts: this.withoutCounts[file] ?? 0, partial: this.partial[file] ?? 0 }
  }

  model(name: string): RowSum {
    const sum = this.models.get(name) ?? new RowSum()
    this.models.set(name, sum)
    return sum
  }

  group(keys: readonly string[]): RowSum {
    const name = keys.length === 1 ? keys[0]! : JSON.stringify(keys)
    const group = this.groups.get(name) ?? { keys, sum: new RowSum() }
    this.groups.set(name, group)
    return group.sum
  }

  during(start: number, end: number): void {
    this.start = Math.min(this.start, start)
    this.end = Math.max(this.end, end)
  }

  /** What is priced so far, in USD. */
  totalCost(): Decimal {
    let total = Decimal.ZERO
    for (const { buckets } of this.models.values())
      for (const bucket of buckets.values())
        total = total.plus(costOfSum(bucket)?.total ?? bucket.keptCost ?? Decimal.ZERO)
    return total
  }

  private count(
    model: string,
    keys: readonly string[],
    call: Call,
    parts: Parts,
    bucket: PriceBucket,
    keptCost: Decimal | null,
  ): BucketSum {
    this.group(keys).add(call, parts, bucket, keptCost)
    if (call.time !== null) this.during(call.time, call.time)
    return this.model(model).add(call, parts, bucket, keptCost)
  }

  private named(call: Call, records = 1): Call {
    const result = named(call, this.options.defaultModel ?? null)
    if (result !== call) this.defaulted += records
    return result
  }
}

export function defaultWarning(model: string, records: number): Warning {
  const message = `${model}: given by --default-model to ${records} of the records, whose logs name no model`
  return { code: 'default_model', message }
}

/** What prices a call: a set of rates, or LOGGED and the cost that its log carries. `parts` are those of its counts. */
export function bucketOf(
  call: Call,
  parts: Parts,
  { pricer, cost, reprice = false }: Pick<LedgerOptions, 'pricer' | 'cost' | 'reprice'>,
): readonly [PriceBucket, Decimal | null] {
  const logged = call.costInTotal
    ? Decimal.ZERO
    : call.loggedCostUsd === null
      ? null
      : Decimal.parse(call.loggedCostUsd)
  if (logged !== null && ((call.keepLoggedCost && !reprice) || cost === 'logged')) return [LOGGED, logged]
  const bucket = pricer.bucketFor(call.model, call.provider, {
    time: call.time,
    promptTokens: call.counts.inputTokens ?? 0,
    aggregate: call.calls !== 1,
    mode: call.mode,
    region: call.region,
    parts,
    fees: call.fees,
  })
  return logged !== null && cost === 'auto' && bucket.unpriced !== null ? [LOGGED, logged] : [bucket, null]
}

/** The bucket of calls whose cost is the one that their log carries. */
const LOGGED: PriceBucket = {
  key: null,
  matched: 'logged',
  provider: null,
  assumed: false,
  layer: null,
  from: null,
  tier: null,
  mode: null,
  region: null,
  notes: [],
  unpriced: null,
  rates: {},
}

function addAll(sums: number[], more: readonly number[]): void {
  more.forEach((count, file) => {
    addTo(sums, file, count)
  })
}

function addTo(sums: number[], file: number, count: number): void {
  sums[file] = (sums[file] ?? 0) + count
}
