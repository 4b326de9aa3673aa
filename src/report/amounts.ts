import { Decimal } from '../pricing/decimal.ts'
import type { CostParts, PriceBucket } from '../pricing/priced.ts'
import type { Call } from '../tracker/call.ts'
import type { Amounts, Spent } from './insights.ts'

/** One call and what it costs, as an insight sees it. */
export interface PricedCall {
  readonly call: Call
  readonly bucket: PriceBucket
  /** USD; null without a price. */
  readonly cost: Decimal | null
  /** What the cost is made of; null without a price, and for a cost that the log states. */
  readonly parts: CostParts | null
}

/** Sums in the making. */
export class AmountsSum {
  private calls = 0
  private callsKnown = true
  private input = 0
  private output = 0
  private cacheRead = 0
  private cacheWrite = 0
  private unpriced = 0
  private cost: Decimal | null = null

  add({ call, cost }: PricedCall): void {
    const { counts } = call
    const [input, output] = [counts.inputTokens ?? 0, counts.outputTokens ?? 0]
    this.calls += call.calls ?? 0
    if (call.calls === null) this.callsKnown = false
    this.input += input
    this.output += output
    this.cacheRead += counts.cacheReadInputTokens ?? 0
    this.cacheWrite += counts.cacheCreationInputTokens ?? 0
    if (cost === null) this.unpriced += input + output
    else this.cost = (this.cost ?? Decimal.ZERO).plus(cost)
  }

  amounts(): Amounts {
    return {
      call_count: this.calls,
      calls_known: this.callsKnown,
      input_tokens: this.input,
      output_tokens: this.output,
      cache_read_tokens: this.cacheRead,
      cache_write_tokens: this.cacheWrite,
      cost_usd: this.cost,
      unpriced_tokens: this.unpriced,
    }
  }
}

/** Sums with what the cost was spent on. */
export class SpentSum {
  private readonly sum = new AmountsSum()
  private spent: Omit<CostParts, 'total'> = NOTHING
  private longContext = Decimal.ZERO

  add(priced: PricedCall): void {
    this.sum.add(priced)
    const { parts, bucket, cost } = priced
    if (parts !== null)
      this.spent = {
        input: this.spent.input.plus(parts.input),
        cacheRead: this.spent.cacheRead.plus(parts.cacheRead),
        cacheWrite: this.spent.cacheWrite.plus(parts.cacheWrite),
        output: this.spent.output.plus(parts.output),
        fees: this.spent.fees.plus(parts.fees),
      }
    if (bucket.tier !== null && cost !== null) this.longContext = this.longContext.plus(cost)
  }

  amounts(): Spent {
    const { input, cacheRead, cacheWrite, output, fees } = this.spent
    return {
      ...this.sum.amounts(),
      cost_breakdown_usd: { input, cache_read: cacheRead, cache_write: cacheWrite, output, fees },
      long_context_cost_usd: this.longContext,
    }
  }
}

const NOTHING = {
  input: Decimal.ZERO,
  cacheRead: Decimal.ZERO,
  cacheWrite: Decimal.ZERO,
  output: Decimal.ZERO,
  fees: Decimal.ZERO,
}
