import { didYouMean } from '../config/nearest.ts'
import { TokencostError } from '../errors.ts'
import { costOf } from '../pricing/cost.ts'
import { Decimal } from '../pricing/decimal.ts'
import type { ExchangeRate } from '../pricing/exchange-rate.ts'
import type { PriceBucket } from '../pricing/priced.ts'
import { charge } from '../pricing/rates.ts'
import { named, type TracedCall } from '../tracker/call.ts'
import { UNKNOWN_MODEL } from '../tracker/model-sums.ts'
import { type Parts, partsOf } from '../usage/parts.ts'
import { bucketOf, type LedgerOptions } from './ledger.ts'
import type { Exchange } from './report.ts'

export interface ExplainOptions extends Pick<LedgerOptions, 'pricer' | 'cost' | 'reprice' | 'defaultModel'> {
  /** Only calls of this model, by its name as logged; null = all. */
  readonly model: string | null
  /** Dearest first, those without a price last; or as they stand in the files. */
  readonly order: 'cost' | 'file'
  /** How many calls to keep at most; the others are only summed. */
  readonly top: number
  readonly exchange?: ExchangeRate | null
}

/** One call with what it was priced by. */
export interface ExplainedCall extends TracedCall {
  readonly parts: Parts
  readonly bucket: PriceBucket
  /** USD; null when it has no price. */
  readonly cost: Decimal | null
}

/** Where the entry of a call stands. */
export interface Place {
  readonly file: string
  /** From 1; null where it is not known. */
  readonly line: number | null
  /** Byte offset in the text of the file, where there is no line; null when the call stands at no entry of its own. */
  readonly offset: number | null
}

/** A set of calls in sum, as a report states it. */
export interface CallSum {
  /** Rows of an explanation: single calls, and sums that a log states in their place. */
  readonly items: number
  readonly call_count: number
  readonly calls_known: boolean
  readonly cost_usd: Decimal
  /** Items without a price, whose cost is missing. */
  readonly unpriced: number
}

export interface Explanation {
  /** In the order asked for. */
  readonly shown: readonly ExplainedCall[]
  /** Calls beyond those shown. */
  readonly rest: CallSum
  /** All of them: for the same inputs and options what a report totals. */
  readonly total: CallSum
  /** The total in another currency; null = it was not asked for, or no rate is known. */
  readonly exchange: Exchange | null
}

/** `units` × `rate`; per million when it is about tokens. */
export interface Term {
  /** A part of usage/parts.ts, or a fee. */
  readonly name: string
  readonly units: Decimal
  readonly per: 1 | 1_000_000
  /** USD; null for calls that are not priced by rates. */
  readonly rate: Decimal | null
  readonly cost: Decimal | null
}

const NO_CALLS: CallSum = { items: 0, call_count: 0, calls_known: true, cost_usd: Decimal.ZERO, unpriced: 0 }
const MILLIONTH = Decimal.of(1n, 6)
/** Calls that are kept before the cheapest are let go again. */
const SLACK = 1000

/** Prices every call by itself. Throws a usage error when calls of one model are asked for and there are none. */
export function explain(calls: Iterable<TracedCall>, options: ExplainOptions): Explanation {
  const { model, top } = options
  const names = new Set<string>()
  const order = options.order === 'cost' ? byCost : byPlace
  let total = NO_CALLS
  let shown: ExplainedCall[] = []
  for (const stated of calls) {
    const traced = { ...stated, call: named(stated.call, options.defaultModel ?? null) }
    const name = traced.call.model ?? UNKNOWN_MODEL
    names.add(name)
    if (model !== null && name !== model) continue
    const explained = explainedCall(traced, options)
    total = plus(total, explained)
    shown.push(explained)
    if (shown.length > top * 2 + SLACK) shown = shown.sort(order).slice(0, top)
  }
  if (model !== null && total.items === 0) throw unknownModel(model, names)
  shown = shown.sort(order).slice(0, top)
  const rate = options.exchange ?? null
  const exchange = rate === null ? null : { ...rate, total_cost: total.cost_usd.times(rate.rate) }
  return { shown, rest: minus(total, shown.reduce(plus, NO_CALLS)), total, exchange }
}

/** The arithmetic of a call: its disjoint parts, then its fees, each times its rate. Their costs add up to the call's. */
export function termsOf({ call, parts, bucket }: ExplainedCall): readonly Term[] {
  const term = (name: string, units: Decimal, per: Term['per'], rate: Decimal | null): Term => {
    const cost = rate === null ? null : per === 1 ? charge(rate, units) : units.times(rate.times(MILLIONTH))
    return { name, units, per, rate, cost }
  }
  const tokens = Object.entries(parts).map(([part, count]) =>
    term(part, Decimal.of(BigInt(count)), 1_000_000, bucket.rates[part] ?? null),
  )
  const fees = [...feesOf(call)]
    .filter(([, units]) => !units.isZero)
    .map(([fee, units]) => term(fee, units, 1, bucket.rates[`fee:${fee}`] ?? null))
  return [...tokens, ...fees]
}

function explainedCall(traced: TracedCall, options: ExplainOptions): ExplainedCall {
  const parts = partsOf(traced.call.counts)
  const [bucket, keptCost] = bucketOf(traced.call, parts, options)
  const cost = keptCost ?? costOf(bucket, parts, feesOf(traced.call))?.total ?? null
  return { ...traced, parts, bucket, cost }
}

function feesOf({ fees }: TracedCall['call']): ReadonlyMap<string, Decimal> {
  return new Map(Object.entries(fees ?? {}).map(([fee, units]) => [fee, Decimal.parse(units) ?? Decimal.ZERO]))
}

function plus(sum: CallSum, { call, cost }: ExplainedCall): CallSum {
  return {
    items: sum.items + 1,
    call_count: sum.call_count + (call.calls ?? 0),
    calls_known: sum.calls_known && call.calls !== null,
    cost_usd: cost === null ? sum.cost_usd : sum.cost_usd.plus(cost),
    unpriced: sum.unpriced + (cost === null ? 1 : 0),
  }
}

function minus(all: CallSum, shown: CallSum): CallSum {
  return {
    items: all.items - shown.items,
    call_count: all.call_count - shown.call_count,
    calls_known: all.calls_known,
    cost_usd: all.cost_usd.minus(shown.cost_usd),
    unpriced: all.unpriced - shown.unpriced,
  }
}

function byCost(a: ExplainedCall, b: ExplainedCall): number {
  if (a.cost === null || b.cost === null) return Number(a.cost === null) - Number(b.cost === null) || byPlace(a, b)
  return b.cost.compare(a.cost) || byPlace(a, b)
}

/** What a log states only at its end, at no entry, stands last. */
function byPlace({ call: a }: ExplainedCall, { call: b }: ExplainedCall): number {
  return a.file - b.file || Number(a.offset < 0) - Number(b.offset < 0) || a.offset - b.offset
}

function unknownModel(model: string, names: ReadonlySet<string>): TokencostError {
  return new TokencostError(
    'usage',
    `no call of the model ${JSON.stringify(model)} was found${didYouMean(model, names)}`,
    {
      hint: 'Give a name as the log has it: tokencost report lists them.',
    },
  )
}
