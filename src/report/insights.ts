import type { Decimal } from '../pricing/decimal.ts'
import type { CostBreakdown } from './report.ts'

/**
 * What the calls of a report say beyond their sums; arithmetic only, defined term by term in docs/insights.md. Part of
 * the JSON report under `insights` (schema/report.schema.json): null there where the single calls are not known.
 */
export interface Insights {
  readonly cache: CacheInsight
  readonly reasoning: ReasoningInsight
  /** Over single calls with a price. */
  readonly cost_per_call: Spread
  /** Over sessions with a price; calls without a session take no part. */
  readonly cost_per_session: Spread
  /** What the same calls would cost as one other model; the cheapest first, models without a price last. */
  readonly other_models: readonly OtherModel[]
  /** Rows per day and model, in order of time, then cost. */
  readonly by_day: readonly TimeRow[]
  /** The same per hour; [] when the calls lie on more than three days. */
  readonly by_hour: readonly TimeRow[]
  /** Cells that have calls, Monday first. */
  readonly by_weekday_hour: readonly WeekdayHour[]
  /** Calls without a time, which stand in none of the three. */
  readonly undated: Amounts
  /** How many distinct sessions there are. */
  readonly session_count: number
  /** The dearest sessions; calls without one count as the session null. */
  readonly dearest_sessions: readonly SessionRow[]
  readonly dearest_calls: readonly DearCall[]
}

export interface CacheInsight {
  /** Part of all input that was read from a cache, 0 to 1; null without input. */
  readonly hit_rate: Decimal | null
  readonly read_tokens: number
  readonly write_5m_tokens: number
  readonly write_1h_tokens: number
  readonly read_cost_usd: Decimal
  readonly write_5m_cost_usd: Decimal
  readonly write_1h_cost_usd: Decimal
  /** The one-hour writes at the price of five-minute ones. */
  readonly write_1h_cost_as_5m_usd: Decimal
  /** The tokens read from and written to a cache, at the price of plain input. */
  readonly uncached_cost_usd: Decimal
  /** uncached_cost_usd minus what reads and writes did cost; below zero where caching cost more than it saved. */
  readonly saved_usd: Decimal
  /** Cached tokens whose rates are not known, which these costs leave out. */
  readonly left_out_tokens: number
}

export interface ReasoningInsight {
  readonly tokens: number
  /** Part of all output, 0 to 1; null without output. */
  readonly share_of_output: Decimal | null
}

/** How costs are spread. All null when there is none. */
export interface Spread {
  readonly count: number
  /** Not in it: without a price, or a sum of several calls. */
  readonly left_out: number
  /** In it, but for a part that has no price: above 0, all four figures are lower bounds. */
  readonly lower_bounds: number
  /** Rounded half-even to 12 decimals. */
  readonly mean_usd: Decimal | null
  /** The middle one, or the mean of the middle two. */
  readonly median_usd: Decimal | null
  /** The least cost that at least 95 % of them do not exceed (nearest rank). */
  readonly p95_usd: Decimal | null
  readonly max_usd: Decimal | null
}

export interface OtherModel {
  readonly model: string
  /** null when nothing has a price; a lower bound when `unpriced_tokens` is above 0. */
  readonly cost_usd: Decimal | null
  readonly unpriced_tokens: number
}

/** Sums of some calls. */
export interface Amounts {
  readonly call_count: number
  readonly calls_known: boolean
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cache_read_tokens: number
  readonly cache_write_tokens: number
  /** null when nothing of it is priced. */
  readonly cost_usd: Decimal | null
  /** Tokens without a price: the cost is then a lower bound. */
  readonly unpriced_tokens: number
}

export interface TimeRow extends Amounts {
  /** '2026-09-21', or '2026-09-21T08' for an hour, in the report's time zone. */
  readonly time: string
  readonly model: string
}

export interface WeekdayHour extends Amounts {
  /** 1 = Monday to 7 = Sunday. */
  readonly weekday: number
  /** 0 to 23. */
  readonly hour: number
}

/** Amounts, and what they were spent on. */
export interface Spent extends Amounts {
  /** Zeros where the cost is one that the logs state. */
  readonly cost_breakdown_usd: CostBreakdown
  /** Of the cost: that of calls in a long-context price tier. */
  readonly long_context_cost_usd: Decimal
}

export interface SessionRow extends Spent {
  readonly session: string | null
}

export interface DearCall extends Spent {
  readonly model: string
  readonly session: string | null
  /** RFC 3339 in UTC. */
  readonly time: string | null
  readonly file: string
  /** Byte offset of its entry; null when it stands at no entry of its own. */
  readonly offset: number | null
}
