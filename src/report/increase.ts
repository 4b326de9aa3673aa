import { Decimal } from '../pricing/decimal.ts'
import type { ReportDiff } from './diff.ts'
import type { GateAllowances, GateReason, GateResult } from './gate.ts'

/** How much more than the base the head may cost: a part of the base's cost, or an amount. */
export interface IncreaseLimit {
  /** Where to change it, and what stands there: '--max-increase 10%'. */
  readonly source: string
  /** 0.1 for 10%; null = an amount. */
  readonly share: Decimal | null
  /** USD; null = a share. */
  readonly amount: Decimal | null
}

const REQUIRED = '--require-baseline'

/**
 * Holds a change against its limits. What prices did is left out: it is no doing of the calls. Without a baseline there
 * is nothing to hold, so nothing fails but a baseline that is required.
 */
export function checkIncrease(
  diff: ReportDiff,
  limits: readonly IncreaseLimit[],
  allowed: GateAllowances & { readonly noBaseline: boolean },
): readonly GateResult[] {
  if (diff.change !== null) return limits.map((limit) => resultOf(diff, limit, allowed))
  if (allowed.noBaseline) return []
  return [{ ...NOTHING, name: 'require-baseline', status: 'unknown', reasons: ['no_baseline'], source: REQUIRED }]
}

function resultOf(diff: ReportDiff, limit: IncreaseLimit, allowed: GateAllowances): GateResult {
  const { volume_usd, mix_usd } = diff.change!
  const base = diff.base!.total_cost_usd
  const most = limit.amount ?? base.times(limit.share!)
  const actual = volume_usd.plus(mix_usd)
  const reasons = reasonsOf(diff)
  const isOver = actual.compare(most) > 0
  const isUnknown = reasons.some((reason) => !allowed[reason])
  const models = [...diff.base!.unpriced_models, ...diff.head.unpriced_models]
  return {
    ...NOTHING,
    status: isOver ? 'failed' : isUnknown ? 'unknown' : 'passed',
    ...{ limit: most, actual, reasons, source: limit.source },
    excess: isOver ? actual.minus(most) : null,
    unpriced_models: [...new Set(models)].sort(),
  }
}

function reasonsOf({ base, head }: ReportDiff): readonly (GateReason & keyof GateAllowances)[] {
  const sides = base === null ? [head] : [base, head]
  const reasons = [
    ['empty', head.total_tokens === 0 && head.call_count === 0 && head.calls_known],
    ['unpriced', sides.some(({ unpriced_models }) => unpriced_models.length > 0)],
    ['incomplete', sides.some(({ usage_lost }) => usage_lost)],
  ] as const
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []))
}

const NOTHING: GateResult = {
  name: 'max-increase',
  status: 'passed',
  measure: 'increase',
  unit: 'USD',
  limit: Decimal.ZERO,
  actual: Decimal.ZERO,
  at_least: false,
  excess: null,
  per: null,
  key: null,
  groups: 1,
  groups_failed: 0,
  reasons: [],
  unpriced_models: [],
  source: '',
}
