import type { Decimal } from '../pricing/decimal.ts'
import type { Spent } from './insights.ts'

/** Why a call or session is dear: which of its parts make up how much of its cost. */
export interface SpentOn {
  readonly part: 'uncached input' | 'cache reads' | 'cache writes' | 'output' | 'fees'
  readonly cost: Decimal
  /** From 0 to 1. */
  readonly share: number
}

/** The parts of a cost, the greatest first; [] where the cost is one that the logs state. */
export function spentOn({ cost_usd, cost_breakdown_usd: cost }: Spent): readonly SpentOn[] {
  if (cost_usd === null || cost_usd.units <= 0n) return []
  const total = cost_usd.toNumber()
  const parts = [
    { part: 'output', cost: cost.output },
    { part: 'uncached input', cost: cost.input },
    { part: 'cache writes', cost: cost.cache_write },
    { part: 'cache reads', cost: cost.cache_read },
    { part: 'fees', cost: cost.fees },
  ] as const
  return parts
    .filter(({ cost }) => cost.units > 0n)
    .map(({ part, cost }) => ({ part, cost, share: cost.toNumber() / total }))
    .sort((a, b) => b.cost.compare(a.cost))
}

/** Part of a cost that was spent in a long-context tier, from 0 to 1. */
export function longContextShare({ cost_usd, long_context_cost_usd }: Spent): number {
  return cost_usd === null || cost_usd.isZero ? 0 : long_context_cost_usd.toNumber() / cost_usd.toNumber()
}
