import type { Parts } from '../usage/parts.ts'
import type { Decimal } from './decimal.ts'

/** What the price of a model's calls depends on from one call to the next. */
export interface Moment {
  /** Milliseconds since 1970 UTC, or null: then the price in force at the catalog's `as_of`. */
  readonly time: number | null
  /** All prompt tokens, cache included; decides the long-context tier. */
  readonly promptTokens: number
  /** True for a sum of several calls or of an unknown number: never a tier. */
  readonly aggregate: boolean
}

/** Moments at which calls of one model, mode and region with tokens and fees of the same kinds are priced by the same rates. */
export interface Span {
  /** Equal for spans of a model that have the same rates. */
  readonly state: number
  /** Of their times, [from, to). */
  readonly from: number
  readonly to: number
  /** Of their prompt tokens, [least, most). */
  readonly least: number
  readonly most: number
}

/** All that have a time. */
export const ALWAYS: Span = {
  state: 0,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  least: 0,
  most: Number.POSITIVE_INFINITY,
}

/** What a call's price depends on beside its model: asked once per call, after dedupe. */
export interface CallFacts extends Moment {
  /** As logged; spellings of the base mode mean the same as null. */
  readonly mode: string | null
  readonly region: string | null
  /** The parts that the call has tokens in, and the fees that it states: a missing price leaves the call unpriced. */
  readonly parts: Parts
  readonly fees: Readonly<Record<string, string>> | null
}

/** How a name found its price. `none` = unpriced. */
export type MatchKind = 'exact' | 'normalized' | 'dated' | 'pattern' | 'free' | 'default' | 'logged' | 'none'

/**
 * One set of rates that calls are priced by: model entry × period × schedule × tier × mode × region. Buckets are interned:
 * equal rates are the same object, so integer tokens add up per bucket and are multiplied once.
 */
export interface PriceBucket {
  /** 'openai/gpt-4o'; null when unpriced or when the cost is the logged one. */
  readonly key: string | null
  readonly matched: MatchKind
  readonly provider: string | null
  /** True when the log named no provider and the maker's entry was taken. */
  readonly assumed: boolean
  readonly layer: string | null
  /** Start of the price period as written in the file, or null. */
  readonly from: string | null
  /** 'over 200000', 'from 200000', or null for the base tier. */
  readonly tier: string | null
  readonly mode: string | null
  readonly region: string | null
  /** Facts about the match that a reader should see: 'undated', 'region eu has no entry'. Sorted. */
  readonly notes: readonly string[]
  /** Why there is no price ('no price for mode ultrafast'); null when there is one. */
  readonly unpriced: string | null
  /** USD per million tokens actually applied, per part; and USD per unit per fee as `fee:web_search`. */
  readonly rates: Readonly<Record<string, Decimal>>
}

/** Cost of a bucket's summed parts, split as the report shows it. All exact. */
export interface CostParts {
  readonly input: Decimal
  readonly cacheRead: Decimal
  readonly cacheWrite: Decimal
  readonly output: Decimal
  readonly fees: Decimal
  readonly total: Decimal
}
