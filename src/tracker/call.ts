import type { TokenCounts } from '../usage/counts.ts'
import type { Attributes } from '../usage/record.ts'

/** What a kept copy of a call would be held against another copy by. */
export interface CopyTrace {
  /** The 16 hex digits that are kept of its identity; null = it has none, so it is nobody's copy. */
  readonly identity: string | null
  /** The time that the kept copy itself states, which a copy that lost may precede; null = none. */
  readonly ownTime: number | null
  /** A hash of everything else that it states: the last resort between copies, the smaller wins. */
  readonly tie: number
}

/** A call, and what dedupe knows about it. */
export interface TracedCall extends CopyTrace {
  readonly call: Call
  /** Further records of it, copies or states of one stream, that were folded into this one. */
  readonly folded: number
}

/** One distinct call (or bare total) after dedupe, as the report sees it. */
export interface Call {
  readonly model: string | null
  readonly provider: string | null
  readonly mode: string | null
  readonly region: string | null
  readonly format: string
  /** 1, n for an aggregate of n calls, null for a total of an unknown number. */
  readonly calls: number | null
  readonly counts: TokenCounts
  readonly fees: Readonly<Record<string, string>> | null
  /** USD as decimal text, or null. */
  readonly loggedCostUsd: string | null
  readonly keepLoggedCost: boolean
  /** True when it states no cost, but the total of its run does: what that leaves is the cost of such calls. */
  readonly costInTotal: boolean
  readonly partial: boolean
  /** Earliest known time of any copy, ms since 1970 UTC, or null. */
  readonly time: number | null
  readonly attributes: Attributes
  /** Number of the file that the kept copy stands in, and the byte offset of its entry there. */
  readonly file: number
  readonly offset: number
}

/** How much some calls are together. */
export interface CallTotal {
  readonly call_count: number
  /** False when totals of an unknown number of calls are among them. */
  readonly calls_known: boolean
  readonly total_tokens: number
}

export const NO_CALLS: CallTotal = { call_count: 0, calls_known: true, total_tokens: 0 }

/** The call with the model that calls without one are to have; null = they stay without. */
export function named(call: Call, defaultModel: string | null): Call {
  return call.model !== null || defaultModel === null ? call : { ...call, model: defaultModel }
}
