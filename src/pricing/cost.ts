import type { Part, Parts } from '../usage/parts.ts'
import { Decimal } from './decimal.ts'
import type { CostParts, PriceBucket } from './priced.ts'
import { charge } from './rates.ts'

const NO_FEES: ReadonlyMap<string, Decimal> = new Map()
const MILLIONTH = Decimal.of(1n, 6)

/** Which figure of the report a part's cost belongs to. */
const FIGURE = {
  input: 'input',
  input_audio: 'input',
  input_image: 'input',
  input_video: 'input',
  cache_read: 'cacheRead',
  cache_read_audio: 'cacheRead',
  cache_read_image: 'cacheRead',
  cache_read_video: 'cacheRead',
  cache_write: 'cacheWrite',
  cache_write_1h: 'cacheWrite',
  output: 'output',
  reasoning: 'output',
  output_audio: 'output',
  output_image: 'output',
  output_video: 'output',
  citation: 'output',
} as const satisfies Record<Part, Exclude<keyof CostParts, 'fees' | 'total'>>

/**
 * What `parts` tokens and `fees` units cost at the bucket's rates, exactly. null when the bucket is unpriced. The sums of
 * all calls of a bucket may be given at once: the result is the same.
 */
export function costOf(
  bucket: PriceBucket,
  parts: Parts,
  fees: ReadonlyMap<string, Decimal> = NO_FEES,
): CostParts | null {
  if (bucket.unpriced !== null) return null
  const sums = { input: Decimal.ZERO, cacheRead: Decimal.ZERO, cacheWrite: Decimal.ZERO, output: Decimal.ZERO }
  for (const [part, tokens] of Object.entries(parts) as [Part, number][]) {
    if (tokens === 0) continue
    const rate = bucket.rates[part]
    if (rate === undefined) return null
    sums[FIGURE[part]] = sums[FIGURE[part]].plus(rate.times(tokens))
  }
  let charged = Decimal.ZERO
  for (const [fee, units] of fees) {
    if (units.isZero) continue
    const rate = bucket.rates[`fee:${fee}`]
    if (rate === undefined) return null
    charged = charged.plus(charge(rate, units))
  }
  const input = sums.input.times(MILLIONTH)
  const cacheRead = sums.cacheRead.times(MILLIONTH)
  const cacheWrite = sums.cacheWrite.times(MILLIONTH)
  const output = sums.output.times(MILLIONTH)
  const total = input.plus(cacheRead).plus(cacheWrite).plus(output).plus(charged)
  return { input, cacheRead, cacheWrite, output, fees: charged, total }
}
