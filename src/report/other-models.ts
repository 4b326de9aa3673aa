import { Decimal } from '../pricing/decimal.ts'
import type { Call } from '../tracker/call.ts'
import { partsOf } from '../usage/parts.ts'
import type { OtherModel } from './insights.ts'
import { bucketOf, type Pricer } from './ledger.ts'
import type { TokenUsageReport } from './report.ts'
import { costOfSum, RowSum } from './row-sum.ts'

export interface Comparison {
  readonly pricerAs: (model: string) => Pricer | null
  readonly compare: readonly string[]
}

/** Models of the report that are compared with by themselves: its dearest ones. */
const MOST_OF_REPORT = 5

/** All calls priced as each of some models: what `--reprice-as` would total. */
export function otherModels(
  { models_breakdown, unpriced_models }: Pick<TokenUsageReport, 'models_breakdown' | 'unpriced_models'>,
  calls: () => Iterable<Call>,
  { pricerAs, compare }: Comparison,
): readonly OtherModel[] {
  const own = Object.keys(models_breakdown).filter((name) => !unpriced_models.includes(name) && hasRates(name))
  const candidates = [...new Set([...own.slice(0, MOST_OF_REPORT), ...compare])].flatMap((model) => {
    const pricer = pricerAs(model)
    return pricer === null ? [] : [{ model, pricer, sum: new RowSum() }]
  })
  if (candidates.length === 0) return []
  for (const call of calls()) {
    const parts = partsOf(call.counts)
    for (const { pricer, sum } of candidates) {
      const [bucket, kept] = bucketOf(call, parts, { pricer, cost: 'computed', reprice: true })
      sum.add(call, parts, bucket, kept)
    }
  }
  return candidates.map(({ model, sum }) => otherModel(model, sum)).sort(cheapestFirst)

  function hasRates(name: string): boolean {
    return models_breakdown[name]!.priced_as.some(({ matched }) => matched !== 'logged' && matched !== 'default')
  }
}

function otherModel(model: string, { buckets }: RowSum): OtherModel {
  let cost: Decimal | null = null
  let unpriced = 0
  for (const sum of buckets.values()) {
    const total = costOfSum(sum)?.total ?? null
    if (total === null) unpriced += Object.values(sum.tokens).reduce((tokens, part) => tokens + part, 0)
    else cost = (cost ?? Decimal.ZERO).plus(total)
  }
  return { model, cost_usd: cost, unpriced_tokens: unpriced }
}

function cheapestFirst(a: OtherModel, b: OtherModel): number {
  const [costA, costB] = [a.cost_usd, b.cost_usd]
  const order =
    costA === null || costB === null ? Number(costA === null) - Number(costB === null) : costA.compare(costB)
  return order || (a.model < b.model ? -1 : 1)
}
