import { isZero, type TokenCounts } from './counts.ts'
import type { RunTotal } from './run-total.ts'

/** One model call (or one bare total) as a log states it, vendor words removed. */
export interface UsageRecord {
  /** The name exactly as logged; null where the log names none. */
  readonly model: string | null
  /** Canonical provider key (provider.ts), null where the log names none. */
  readonly provider: string | null
  readonly counts: TokenCounts
  /** Billed units that are no tokens, as decimal text: { web_search: '2', session_hour: '1.5' }. Names as in pricing.yaml. */
  readonly fees?: Readonly<Record<string, string>>
  /**
   * What makes this the same call wherever it is logged, e.g. `msg_01…`; the format's business, prefixed by nothing.
   * null = never a duplicate inside its file.
   */
  readonly identity: string | null
  /**
   * True for one state of a stream or update sequence (SSE events, chunks, a message written again): with the other
   * entries of the same identity in the same file it forms one call, later stated fields replacing earlier ones.
   * False for a whole copy: between copies one whole record wins.
   */
  readonly update?: boolean
  /** Milliseconds since 1970 UTC, null where the log has none. */
  readonly time: number | null
  /** Service tier or speed that the call was served as (batch, flex, priority, fast …); null = base or not said. */
  readonly mode?: string | null
  /** Region or data residency that carries a price (us, eu …); null = not said. */
  readonly region?: string | null
  /** How many calls these counts sum: 1 (default); n for an aggregate; null = a total of an unknown number of calls. */
  readonly calls?: number | null
  /** Cost that the log itself carries, as decimal text in USD (may be '0'); null = none. */
  readonly loggedCostUsd?: string | null
  /** True when the cost in a dump is to be kept rather than computed again (dumps only). */
  readonly keepLoggedCost?: boolean
  /** True when the log itself says that the counts are not final (a cut stream, a placeholder). */
  readonly partial?: boolean
  /** What this sums that other logs may itemise; of it counts what they leave. */
  readonly total?: RunTotal
  readonly attributes?: Attributes
}

/** Who and what a call was for. Only what the log knows; every name is copied, none is invented. */
export type Attributes = { readonly [name in AttributeName]?: string } & {
  readonly labels?: Readonly<Record<string, string>>
}

export const ATTRIBUTE_NAMES = ['session', 'project', 'user', 'task', 'agent', 'branch'] as const

export type AttributeName = (typeof ATTRIBUTE_NAMES)[number]

/** False when a record is no call at all: zero tokens, no fees, and no cost that is said to belong to no call. */
export function isCall({ counts, fees, update, calls, loggedCostUsd }: UsageRecord): boolean {
  if (update === true || fees !== undefined || !isZero(counts)) return true
  return calls === 0 && (loggedCostUsd ?? null) !== null
}

/** Lone surrogates, which no JSON writer may write, replaced as in decoding. What may be changed later is copied. */
export function wellFormed(attributes: Attributes): Attributes {
  const isSafe =
    Object.isFrozen(attributes) && ATTRIBUTE_NAMES.every((name) => attributes[name]?.isWellFormed() ?? true)
  if (isSafe) return attributes
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.toWellFormed() : value,
  ])
  return Object.fromEntries(entries) as Attributes
}

/** True when both state the same; labels are compared by object, since a format that has any makes them once. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  if (a === b) return true
  for (const name of ATTRIBUTE_NAMES) if (a[name] !== b[name]) return false
  return a.labels === b.labels
}
