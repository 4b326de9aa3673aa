import { Decimal } from '../pricing/decimal.ts'
import type { Spread } from './insights.ts'
import { quotient } from './quotient.ts'

/** A decimal of so many digits is given back by its nearest float. */
const DIGITS_OF_A_FLOAT = 15
const MEAN_DIGITS = 12

/** Collects costs, 8 bytes each, and gives their mean and ranks exactly. */
export class Costs {
  private floats = new Float64Array(1024)
  private length = 0
  /** Those with more digits than a float keeps; real costs have none. */
  private readonly long: Decimal[] = []
  private sum = Decimal.ZERO

  add(cost: Decimal): void {
    this.sum = this.sum.plus(cost)
    if (String(cost.units).length > DIGITS_OF_A_FLOAT) {
      this.long.push(cost)
      return
    }
    if (this.length === this.floats.length) {
      const larger = new Float64Array(this.length * 2)
      larger.set(this.floats)
      this.floats = larger
    }
    this.floats[this.length++] = cost.toNumber()
  }

  spread(leftOut: number, lowerBounds = 0): Spread {
    const count = this.length + this.long.length
    const counted = { count, left_out: leftOut, lower_bounds: lowerBounds }
    if (count === 0) return { ...counted, mean_usd: null, median_usd: null, p95_usd: null, max_usd: null }
    const at = this.ranked()
    const [low, high] = [at(Math.floor((count - 1) / 2)), at(Math.floor(count / 2))]
    return {
      ...counted,
      mean_usd: quotient(this.sum, Decimal.of(BigInt(count)), MEAN_DIGITS),
      median_usd: low.plus(high).times(Decimal.of(5n, 1)),
      p95_usd: at(Math.ceil((95 * count) / 100) - 1),
      max_usd: at(count - 1),
    }
  }

  /** The cost of a rank, from 0, the cheapest. */
  private ranked(): (rank: number) => Decimal {
    const floats = this.floats.subarray(0, this.length).sort()
    if (this.long.length === 0) return (rank) => Decimal.fromNumber(floats[rank]!)
    const all = [...Array.from(floats, Decimal.fromNumber), ...this.long].sort((a, b) => a.compare(b))
    return (rank) => all[rank]!
  }
}
