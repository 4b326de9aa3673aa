import { PARTS, type Part, type Parts } from '../usage/parts.ts'
import { applied } from './applied.ts'
import type { Block, PriceTier } from './block.ts'
import { Decimal } from './decimal.ts'
import { periodAt } from './period.ts'
import type { CallFacts, MatchKind, PriceBucket } from './priced.ts'
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
}

type Slots = Map<number, Slot>

/** The prices that one model name at one provider leads to. Asked once per call; buckets are made once and shared. */
export class ModelPrice {
  readonly origin: Origin
  readonly blocks: readonly Block[]
  private readonly asOf: number | null
  /** Per block: prompt sizes at which some tier, its own or a mode's, begins. */
  private readonly steps: readonly (readonly number[])[]
  private readonly slots = new Map<string, Slots>()
  private readonly asLogged = new Map<string | null, Map<string | null, Slots>>()
  private readonly unpriced = new Map<string, PriceBucket>()

  constructor(origin: Origin, blocks: readonly Block[], asOf: number | null) {
    this.origin = origin
    this.blocks = blocks
    this.asOf = asOf
    this.steps = blocks.map(stepsOf)
  }

  /** The bucket of a call. The same object for calls at equal rates; its `unpriced` says why there is no price. */
  bucket(facts: CallFacts): PriceBucket {
    const { time } = facts
    const period =
      time === null && this.asOf === null ? this.blocks.length - 1 : periodAt(this.blocks, time ?? this.asOf!)
    const block = this.blocks[period]
    if (block === undefined)
      return this.without(this.blocks.length === 0 ? 'no price for this model' : 'before first price', facts)
    const hours = time === null || block.schedule.length === 0 ? -1 : hoursAt(block.schedule, time)
    const step = stepAt(this.steps[period]!, facts.promptTokens)
    const state = ((period * 1024 + hours + 1) * 1024 + step) * 4 + (time === null ? 2 : 0) + (facts.aggregate ? 1 : 0)
    const slots = this.slotsOf(facts.mode, facts.region)
    let slot = slots.get(state)
    if (slot === undefined) {
      slot = this.slot(block, hours, step > 0, facts)
      slots.set(state, slot)
    }
    if (slot.missing.length === 0 && facts.fees === null) return slot.bucket
    const lacking = lackingOf(slot, facts.parts, facts.fees)
    return lacking === null ? slot.bucket : this.without(lacking, facts)
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

  private slot(block: Block, hours: number, long: boolean, facts: CallFacts): Slot {
    const mode = canonicalMode(facts.mode)
    const region = canonicalRegion(facts.region)
    const promptTokens = facts.aggregate ? null : facts.promptTokens
    const price = applied(block, { hours, promptTokens, mode, region })
    if (price.reason !== null) return { bucket: this.without(price.reason, facts), missing: [] }
    const notes = [...this.origin.notes, ...price.notes]
    if (facts.time === null) notes.push('undated')
    if (facts.aggregate && long) notes.push('several calls in one: no long-context price')
    const fees = Object.entries(block.fees).map(([name, fee]) => [`fee:${name}`, fee] as const)
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
    return { bucket, missing: PARTS.filter((part) => price.prices[part] === undefined) }
  }

  private without(reason: string, facts: CallFacts): PriceBucket {
    const mode = canonicalMode(facts.mode)
    const region = canonicalRegion(facts.region)
    const name = JSON.stringify([reason, mode, region, facts.time === null])
    let bucket = this.unpriced.get(name)
    if (bucket === undefined) {
      bucket = unpricedBucket(reason, this.origin, { mode, region, undated: facts.time === null })
      this.unpriced.set(name, bucket)
    }
    return bucket
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
  for (const part of missing) if ((parts[part] ?? 0) > 0) return `no price for ${part}`
  for (const fee in fees)
    if (bucket.unpriced === null && bucket.rates[`fee:${fee}`] === undefined && !isZero(fees[fee]!))
      return `no price for ${fee}`
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
