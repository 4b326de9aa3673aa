import type { Decimal } from '../pricing/decimal.ts'

/** A limit that a report is held against: a flag, or an entry of `budgets:`. */
export interface Gate {
  readonly name: string
  readonly measure: 'cost' | 'tokens'
  readonly limit: Decimal
  /** 'USD' or another currency for a cost, 'tokens' for tokens. */
  readonly unit: string
  /** What each group, or the named group, may have; null = the whole report. */
  readonly per: GateScope | null
  /** The part of the limit, from 0 to 1, from which on it warns; null = never. */
  readonly warnAt: Decimal | null
  /** Where to change it: `--max-cost`, `tokencost.yaml:4:3`. */
  readonly source: string
}

export interface GateScope {
  readonly dimension: string
  /** One group, or the sum of those that match a pattern with `*`; null = each group by itself. */
  readonly key: string | null
}

/** What a gate may pass in spite of. */
export interface GateAllowances {
  /** Models without a price: the cost is a lower bound. */
  readonly unpriced: boolean
  /** Usage that was lost or could not be read: cost and tokens are lower bounds. */
  readonly incomplete: boolean
  /** Nothing was measured at all. */
  readonly empty: boolean
}

/**
 * `failed`: over the limit. `unknown`: not over as far as is known, but something is missing, so it does not pass.
 * `warned`: below the limit, and above the part of it that was asked to warn at.
 */
export type GateStatus = 'passed' | 'warned' | 'failed' | 'unknown'

/** Why a gate does not know: models without a price, usage that was lost, no call at all, nothing to compare with. */
export type GateReason = keyof GateAllowances | 'no_baseline'

/** What became of a gate, as the JSON report has it (schema/report.schema.json). */
export interface GateResult {
  readonly name: string
  readonly status: GateStatus
  readonly measure: string
  readonly unit: string
  readonly limit: Decimal
  /** Exact; of the group in `key` where there is one. */
  readonly actual: Decimal
  /** True when something is missing from `actual`. */
  readonly at_least: boolean
  /** actual − limit; null when it is not over. */
  readonly excess: Decimal | null
  /** The dimension of a gate per group, or null. */
  readonly per: string | null
  /** The group that is worst off, or the pattern of a gate for named groups; null without `per`. */
  readonly key: string | null
  /** Groups that were held against the limit, and those of them that did not pass. 1 without `per`. */
  readonly groups: number
  readonly groups_failed: number
  /** What is missing; of an unknown gate, only what keeps it from passing. */
  readonly reasons: readonly GateReason[]
  /** Of what was measured: models without a price, sorted. */
  readonly unpriced_models: readonly string[]
  readonly source: string
}

/** True when the gate lets the work go on. */
export function passes({ status }: Pick<GateResult, 'status'>): boolean {
  return status === 'passed' || status === 'warned'
}
