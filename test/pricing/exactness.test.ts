import { expect, test } from 'vitest'
import { costOf } from '../../src/pricing/cost.ts'
import { Decimal } from '../../src/pricing/decimal.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import type { PriceBucket } from '../../src/pricing/priced.ts'
import type { Parts } from '../../src/usage/parts.ts'
import { facts } from './pricing-of.ts'

const CALLS = 1_000_000

/** USD per million tokens of input, cache read and output, in thousandths of a dollar: from the price pages. */
const MODELS = [
  ['gpt-4o-mini', 150, 75, 600],
  ['gpt-5.4', 2_500, 250, 15_000],
  ['claude-opus-5', 5_000, 500, 25_000],
  ['gemini-2.5-flash', 300, 30, 2_500],
] as const

test('a million calls of mixed models add up to the last digit, in any order', async () => {
  const pricing = await ModelPricing.load()
  const sums = new Map<PriceBucket, Required<Pick<Parts, 'input' | 'cache_read' | 'output'>>>()
  // Thousandths of a dollar per million tokens × tokens = units of 10^-9 USD.
  let expected = 0n
  for (let call = 0; call < CALLS; call++) {
    const [model, inputPrice, readPrice, outputPrice] = MODELS[call % MODELS.length]!
    const parts = { input: (call * 7919) % 5003, cache_read: (call * 104_729) % 30_011, output: (call * 31) % 997 }
    expected += BigInt(parts.input * inputPrice + parts.cache_read * readPrice + parts.output * outputPrice)
    const bucket = pricing.bucketFor(model, null, facts({ parts, promptTokens: parts.input + parts.cache_read }))
    const sum = sums.get(bucket) ?? { input: 0, cache_read: 0, output: 0 }
    for (const part of ['input', 'cache_read', 'output'] as const) sum[part] += parts[part]
    sums.set(bucket, sum)
  }
  const total = [...sums].reduce((cost, [bucket, parts]) => cost.plus(costOf(bucket, parts)!.total), Decimal.ZERO)
  expect(sums.size).toBe(MODELS.length)
  expect(total.toString()).toBe(Decimal.of(expected, 9).toString())
})

test('10^15 tokens at $600 per million are no problem', async () => {
  const pricing = await ModelPricing.load()
  const bucket = pricing.bucketFor('o1-pro', 'openai', facts())
  expect(costOf(bucket, { output: 10 ** 15 })?.total.toString()).toBe('600000000000')
})

test('fees are exact to the last decimal of their units', async () => {
  const pricing = await ModelPricing.load()
  const bucket = pricing.bucketFor('gemini-2.5-pro', 'google', facts({ fees: { cache_hour: '0.000000000001' } }))
  expect(costOf(bucket, {}, new Map([['cache_hour', Decimal.parse('0.000000000001')!]]))?.total.toString()).toBe(
    '0.0000000000045',
  )
})
