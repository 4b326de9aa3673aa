import { TokencostError } from '../errors.ts'
import type { ModelPricing } from './model-pricing.ts'
import { nearModels } from './near-models.ts'
import { instantOf } from './period.ts'
import type { CallFacts, PriceBucket } from './priced.ts'

/** A question instead of a bill: the same calls as another model, or at the prices of another day. */
export interface WhatIf {
  /** Every call is priced as this model, as a log or a price file would name it; null = as the model that it was. */
  readonly model: string | null
  /** A date or time at which every call is priced; null = when it was made. A date keeps each call's time of day. */
  readonly at: string | null
}

const DAY = 86_400_000

/** Prices under an assumption; every bucket notes it. A model without any price is refused. */
export class HypotheticalPricing {
  /** For people: 'every call priced as gpt-4o, at the prices of 2026-01-01'. */
  readonly assumption: string
  readonly pricing: ModelPricing
  readonly whatIf: WhatIf
  private readonly instant: number | null
  private readonly noted = new Map<PriceBucket, PriceBucket>()

  constructor(pricing: ModelPricing, whatIf: WhatIf) {
    const { model, at } = whatIf
    this.pricing = pricing
    this.whatIf = whatIf
    this.instant = at === null ? null : instantOf(at)
    if (at !== null && this.instant === null) throw new TokencostError('usage', `${at} is no date`)
    if (model !== null) {
      const match = pricing.match(model, null)
      if (!match.found && !match.free)
        throw new TokencostError('usage', `no price to reprice as ${model}: ${match.reason}`, {
          hint: nearModels(pricing.book, model),
        })
    }
    const parts = [...(model === null ? [] : [`as ${model}`]), ...(at === null ? [] : [`at the prices of ${at}`])]
    this.assumption = `every call priced ${parts.join(', ')}`
  }

  get layers(): ModelPricing['layers'] {
    return this.pricing.layers
  }

  get asOf(): string | null {
    return this.pricing.asOf
  }

  bucketFor(model: string | null, provider: string | null, facts: CallFacts): PriceBucket {
    const as = this.whatIf.model
    const bucket = this.pricing.bucketFor(as ?? model, as === null ? provider : null, this.at(facts))
    const noted = this.noted.get(bucket) ?? { ...bucket, notes: [...bucket.notes, this.assumption].sort() }
    this.noted.set(bucket, noted)
    return noted
  }

  private at(facts: CallFacts): CallFacts {
    const { instant, whatIf } = this
    if (instant === null) return facts
    const isDate = whatIf.at!.length === 'YYYY-MM-DD'.length
    const sinceMidnight = isDate && facts.time !== null ? facts.time - Math.floor(facts.time / DAY) * DAY : 0
    return { ...facts, time: instant + sinceMidnight }
  }
}

/** The same prices for every call as one model; null when it has none. */
export function pricedAs(pricing: ModelPricing | HypotheticalPricing, model: string): HypotheticalPricing | null {
  const [base, at] = pricing instanceof HypotheticalPricing ? [pricing.pricing, pricing.whatIf.at] : [pricing, null]
  const match = base.match(model, null)
  return match.found || match.free ? new HypotheticalPricing(base, { model, at }) : null
}
