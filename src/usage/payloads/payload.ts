import type { TokenCounts } from '../counts.ts'
import type { JsonObject } from '../json.ts'

/**
 * The first axis: what a provider's `usage` object says. One file per vendor shape, one row in PAYLOADS. A payload knows
 * nothing of where it lies in a record; formats and `generic` find it and hand it over.
 */
export interface UsagePayload {
  /** Lower-case and stable: 'openai-chat'. */
  readonly name: string
  /** A usage object of this shape, for the docs and the generic tests. */
  readonly example: JsonObject
  /**
   * Keys that carry counts in this shape. Every usage object of this shape has at least one of them, quoted, in its
   * bytes: the scanner looks for these before it parses anything.
   */
  readonly markers: readonly string[]
  /** Where cache and reasoning counts lie, in words for the docs: 'cache inside input, reasoning inside output'. */
  readonly accounting: string
  /** True when `usage` has this shape. Shapes exclude one another, except where PAYLOADS' order decides. */
  matches(usage: JsonObject, hints: UsageHints): boolean
  /**
   * The usage in our words, normally one. More than one where the provider bills parts of one call to other models.
   * Throws MalformedUsage for a count that is none.
   */
  read(usage: JsonObject, hints: UsageHints): readonly Usage[]
}

/** What the surroundings of a payload tell about it. */
export interface UsageHints {
  /** Canonical provider key, or null. Decides where equal shapes mean different things (xAI's reasoning). */
  readonly provider: string | null
  readonly model: string | null
  /** The key under which the payload lies, where nothing else tells that it is one: `tokens`. */
  readonly holder?: string
}

export interface Usage {
  readonly counts: TokenCounts
  /** Set where these tokens were served by another model than the call's own (an advisor, a fallback). */
  readonly model?: string
  readonly fees?: Readonly<Record<string, string>>
  readonly mode?: string | null
  readonly region?: string | null
  /** USD, decimal text. */
  readonly loggedCostUsd?: string | null
}
