import { TokencostError } from '../errors.ts'
import type { PricedAs } from './report.ts'
import { type BucketSum, CORE_RATES, costOfSum } from './row-sum.ts'

/** Before the name of a fee among rates. */
const FEE = 'fee:'

/** A bucket as `priced_as` shows it, and what its parts cost. */
export function pricedAs(sum: BucketSum) {
  const { bucket, calls, tokens, fees, keptCost } = sum
  const cost = costOfSum(sum)
  const applied = Object.entries(bucket.rates).filter(
    ([name]) =>
      CORE_RATES.includes(name) || name in tokens || fees.has(name.startsWith(FEE) ? name.slice(FEE.length) : name),
  )
  const { key, matched, provider, assumed, layer, from, tier, mode, region, notes } = bucket
  const entry: PricedAs = {
    ...{ key, matched, provider, assumed, layer, from, tier, mode, region, notes },
    reason: bucket.unpriced,
    call_count: calls,
    tokens: sorted(Object.entries(tokens), safe),
    fees: sorted([...fees]),
    rates_per_mtok: sorted(applied),
    cost_usd: keptCost ?? cost?.total ?? null,
  }
  return { entry, cost }
}

/** Every summand is at most 2^53−1, so a sum beyond it cannot slip back below. */
export function safe(sum: number, of: string): number {
  if (sum <= Number.MAX_SAFE_INTEGER) return sum
  throw new TokencostError(
    'failed',
    `the tokens of ${JSON.stringify(of)} add up to more than 2^53-1, which cannot be shown exactly`,
    {
      hint: 'A log with such counts is most likely broken: report its files one by one to find it.',
    },
  )
}

function sorted<T>(
  entries: readonly (readonly [string, T])[],
  shown = (value: T, _name: string): T => value,
): Readonly<Record<string, T>> {
  const inOrder = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(inOrder.map(([name, value]) => [name, shown(value, name)]))
}
