import { PARTS, type Part, type Parts } from '../usage/parts.ts'
import { applied } from './applied.ts'
import type { Block, PriceTier } from './block.ts'
import { Decimal } from './decimal.ts'
import { periodAt } from './period.ts'
import type { CallFacts, MatchKind, Moment, PriceBucket, Span } from './priced.ts'
import { isEndless, withOtherFees } from './rates.ts'
import { hoursAt } from './schedule.ts'
import { canonicalMode, canonicalRegion } from './served.ts'

/** Whose prices these are, and how the name led there. */
export interface Origin {
  readonly key: string
  readonly matched: MatchKind
  readonly provider: string | null
  readonly assumed: boolean
  readonly layer: string | null
  readonly notes: readonly string[]
}

/** A bucket with what it has no price for, so that the frequent case costs one look. */
interface Slot {
  readonly bucket: PriceBucket
  readonly missing: readonly Part[]
  /** The buckets of calls that have what is missing here, by its name. */
  readonly without: Map<string, PriceBucket>
}

type Slots = Map<number, Slot>

const MOST_SEEN = 16
/** Of what no other moment is like. */
const NO_SPAN = { from: Number.NaN, to: Number.NaN, least: 0, most: 0 }
const NO_PRICE = 'no price for this model'

/** The prices that one model name at one provider leads to. Asked once per call; buckets are made once and shared. */
export class ModelPrice {
  readonly origin: Origin
  readonly blocks: readonly Block[]
  private readonly catalog: { readonly asOfTime: number | null }
  /** Per block: prompt sizes at which some tier, its own or a mode's, begins. */
  private readonly steps: readonly (readonly number[])[]
  private readonly hoursLimit: number
  private readonly stepsLimit: number
  private readonly slots = new Map<string, Slots>()
  private readonly asLogged = new Map<string | null, Map<string | null, Slots>>()
  private readonly seen: { state: number; mode: string | null; region: string | null; slot: Slot }[] = []

  /** `catalog` says when calls without a time are priced; null = at the latest prices. */
  constructor(origin: Origin, blocks: readonly Block[], catalog: { readonly asOfTime: number | null }) {
    this.origin = origin
    this.blocks = blocks
    this.catalog = catalog
    this.steps = blocks.map(stepsOf)
    this.hoursLimit = Math.max(0, ...blocks.map((block) => block.schedule.length)) + 1
    this.stepsLimit = Math.max(0, ...this.steps.map((steps) => steps.length)) + 1
  }

  /** The bucket of a call. The same object for calls at equal rates; its `unpriced` says why there is no price. */
  bucket(facts: CallFacts): PriceBucket {
    const period = this.periodOf(facts.time)
    const slot = this.slotAt(this.stateOf(period, facts), period, facts)
    if (slot.missing.length === 0 && facts.fees === null) return slot.bucket
    const lacking = lackingOf(slot, facts.parts, facts.fees)
    return lacking === null ? slot.bucket : this.lacking(slot, lacking, facts)
  }

  /** Moments like this one, as far as they are told easily: where hours have prices of their own, or there is no time, it stands alone. */
  span(moment: Moment): Span {
    const { time, promptTokens } = moment
    const period = this.periodOf(time)
    const state = this.stateOf(period, moment)
    if (time === null || (period >= 0 && this.blocks[period]!.schedule.length > 0)) return { state, ...NO_SPAN }
    const from = period < 0 ? Number.NEGATIVE_INFINITY : this.blocks[period]!.start
    const to = Math.min(Number.POSITIVE_INFINITY, ...this.blocks.slice(period + 1).map(({ start }) => start))
    const steps = period < 0 ? [] : this.steps[period]!
    const step = stepAt(steps, promptTokens)
    return { state, from, to, least: steps[step - 1] ?? 0, most: steps[step] ?? Number.POSITIVE_INFINITY }
  }

  private periodOf(time: number | null): number {
    const at = time ?? this.catalog.asOfTime
    return at === null ? this.blocks.length - 1 : periodAt(this.blocks, at)
  }

  /** A number for everything but mode and region that decides the rates: period, hours, prompt size, and what is noted. */
  private stateOf(period: number, { time, promptTokens, aggregate }: Moment): number {
    if (period < 0) return time === null ? -2 : -1
    const hours = this.hoursOf(period, time)
    const step = stepAt(this.steps[period]!, promptTokens)
    const place = (period * this.hoursLimit + hours + 1) * this.stepsLimit + step
    return place * 4 + (time === null ? 2 : 0) + (aggregate ? 1 : 0)
  }

  private hoursOf(period: number, time: number | null): number {
    const { schedule } = this.blocks[period]!
    return time === null || schedule.length === 0 ? -1 : hoursAt(schedule, time)
  }

  /** A model's calls are priced in few ways: those seen first are found by looking through them, without any map. */
  private slotAt(state: number, period: number, facts: CallFacts): Slot {
    for (const seen of this.seen)
      if (seen.state === state && seen.mode === facts.mode && seen.region === facts.region) return seen.slot
    const slots = this.slotsOf(facts.mode, facts.region)
    const slot = slots.get(state) ?? this.slot(period, facts)
    slots.set(state, slot)
    if (this.seen.length < MOST_SEEN) this.seen.push({ state, mode: facts.mode, region: facts.region, slot })
    return slot
  }

  private slotsOf(mode: string | null, region: string | null): Slots {
    const known = this.asLogged.get(mode)?.get(region)
    if (known !== undefined) return known
    const name = JSON.stringify([canonicalMode(mode), canonicalRegion(region)])
    const slots = this.slots.get(name) ?? new Map<number, Slot>()
    this.slots.set(name, slots)
    const byRegion = this.asLogged.get(mode) ?? new Map<string | null, Slots>()
    this.asLogged.set(mode, byRegion.set(region, slots))
    return slots
  }

  private slot(period: number, facts: CallFacts): Slot {
    const mode = canonicalMode(facts.mode)
    const region = canonicalRegion(facts.region)
    const block = this.blocks[period]
    if (block === undefined) return this.unpriced(this.blocks.length === 0 ? NO_PRICE : 'before first price', facts)
    const promptTokens = facts.aggregate ? null : facts.promptTokens
    const price = applied(block, { hours: this.hoursOf(period, facts.time), promptTokens, mode, region })
    if (price.reason !== null) return this.unpriced(price.reason, facts)
    const notes = [...this.origin.notes, ...price.notes]
    if (facts.time === null) notes.push('undated')
    if (facts.aggregate && stepAt(this.steps[period]!, facts.promptTokens) > 0)
      notes.push('several calls in one: no long-context price')
    const fees = Object.entries(withOtherFees(block.fees)).map(([name, fee]) => [`fee:${name}`, fee] as const)
    if (fees.some(([, fee]) => isEndless(fee)))
      notes.push('seconds of audio priced by the hour: rounded to 18 decimals')
    const bucket: PriceBucket = {
      ...this.origin,
      from: block.from,
      tier: price.tier,
      mode,
      region,
      notes: notes.sort(),
      unpriced: null,
      rates: { ...price.prices, ...Object.fromEntries(fees) },
    }
    return { bucket, missing: PARTS.filter((part) => price.prices[part] === undefined), without: new Map() }
  }

  private lacking({ without }: Slot, name: string, facts: CallFacts): PriceBucket {
    const bucket = without.get(name) ?? this.unpriced(`no price for ${name}`, facts).bucket
    without.set(name, bucket)
    return bucket
  }

  private unpriced(reason: string, { mode, region, time }: CallFacts): Slot {
    const served = { mode: canonicalMode(mode), region: canonicalRegion(region), undated: time === null }
    return { bucket: unpricedBucket(reason, this.origin, served), missing: [], without: new Map() }
  }
}

/** A bucket for calls that have no price. `origin` is the entry that matched but has no such price. */
export function unpricedBucket(
  reason: string,
  origin: Partial<Origin> = {},
  served: { mode: string | null; region: string | null; undated: boolean } = {
    mode: null,
    region: null,
    undated: false,
  },
): PriceBucket {
  return {
    key: null,
    matched: 'none',
    provider: origin.provider ?? null,
    assumed: false,
    layer: origin.key === undefined ? null : (origin.layer ?? null),
    from: null,
    tier: null,
    mode: served.mode,
    region: served.region,
    notes: [...(origin.key === undefined ? [] : [`matched ${origin.key}`]), ...(served.undated ? ['undated'] : [])],
    unpriced: reason,
    rates: {},
  }
}

function lackingOf({ bucket, missing }: Slot, parts: Parts, fees: CallFacts['fees']): string | null {
  for (const part of missing) if ((parts[part] ?? 0) > 0) return part
  for (const fee in fees)
    if (bucket.unpriced === null && bucket.rates[`fee:${fee}`] === undefined && !isZero(fees[fee]!)) return fee
  return null
}

function isZero(units: string): boolean {
  return Decimal.parse(units)?.isZero ?? false
}

function stepsOf({ tiers, modes }: Block): readonly number[] {
  const own: PriceTier[] = [...modes.values()].flatMap((mode) => (mode.multiply === null ? mode.tiers : []))
  return [...new Set([...tiers, ...own].map((tier) => tier.least))].sort((a, b) => a - b)
}

function stepAt(steps: readonly number[], tokens: number): number {
  let count = steps.length
  while (count > 0 && tokens < steps[count - 1]!) count--
  return count
}
