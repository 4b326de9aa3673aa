import type { Decimal } from '../pricing/decimal.ts'
import type { Timeline } from '../report/timeline.ts'
import { type Money, moneyText } from './money.ts'

/** What a time cost as far as it is known. */
export function knownText(cost: Decimal, incomplete: boolean, money: Money): string {
  if (!incomplete) return moneyText(cost, money)
  return cost.isZero ? 'n/a' : `≥ ${moneyText(cost, money)}`
}

/** Said below a chart that leaves models out; null when it shows all. */
export function unpricedText({ unpricedModels }: Timeline): string | null {
  if (unpricedModels === 0) return null
  return `${unpricedModels} ${unpricedModels === 1 ? 'model' : 'models'} without a price not drawn`
}
