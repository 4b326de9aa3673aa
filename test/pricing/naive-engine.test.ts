import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costOf } from '../../src/pricing/cost.ts'
import { Decimal } from '../../src/pricing/decimal.ts'
import { parsePriceLayer } from '../../src/pricing/layer.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { PARTS } from '../../src/usage/parts.ts'
import { fraction, type NaiveCall, type NaivePrices, naiveCost, same } from './naive-engine.ts'

const AS_OF = '2026-06-15'
const RUNS = 500
const CALLS_PER_FILE = 20

const price = fc
  .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([whole, digits, length]) => `${whole}.${String(digits).padStart(6, '0').slice(0, length)}`.replace(/\.$/, ''))
const factor = fc.constantFrom('0.5', '1.1', '1.25', '1.8', '2', '6', '0.25', '.5', '1')
const names = fc.constantFrom(...PARTS)

const rates = fc.dictionary(names, price, { maxKeys: 6 }).map((others) => ({ ...others }))
const usualRates = fc.tuple(rates, price, price).map(([others, input, output]) => ({ input, output, ...others }))
const sparseRates = fc.tuple(rates, price).map(([others, one]) => ({ input: one, ...others }))
const block = fc.oneof({ weight: 5, arbitrary: usualRates }, { weight: 1, arbitrary: sparseRates })

const threshold = fc.constantFrom('1000', '32000', '128000', '200000', '272000')
const tier = fc
  .tuple(fc.constantFrom('over', 'from'), threshold, block)
  .map(([kind, tokens, prices]): Record<string, string> => ({ [kind]: tokens, ...prices }))
const tiers = fc.uniqueArray(tier, { maxLength: 2, minLength: 1, selector: (item) => item['over'] ?? item['from'] })
const mode = fc.oneof(
  factor,
  fc.record({ multiply: factor, keep: fc.uniqueArray(names, { maxLength: 3 }) }),
  block,
  fc.tuple(block, tiers).map(([prices, long_context]) => ({ ...prices, long_context })),
)
const hours = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('01:00-04:00', '06:00-10:00', '16:30-00:30', '22:00-02:00', '00:00-24:00'), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.option(fc.uniqueArray(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 }), {
      nil: undefined,
    }),
    fc.constantFrom('Asia/Shanghai', 'UTC', undefined),
    fc.oneof(
      factor.map((multiply) => ({ multiply })),
      block,
    ),
  )
  .map(([utc, days, calendar, change]) => ({ utc, ...(days && { days }), ...(calendar && { calendar }), ...change }))

const extras = fc.record(
  {
    long_context: tiers,
    modes: fc.dictionary(fc.constantFrom('batch', 'flex', 'priority', 'fast'), mode, { minKeys: 1, maxKeys: 3 }),
    regions: fc.dictionary(fc.constantFrom('us', 'eu'), factor, { minKeys: 1 }),
    fees: fc.dictionary(fc.constantFrom('web_search', 'file_search', 'session_hour'), price, { minKeys: 1 }),
    schedule: fc.array(hours, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
)
const period = fc.tuple(block, extras).map(([prices, more]) => ({ ...prices, ...more }) as NaivePrices)
const starts = ['2025-01-01', '2025-09-05T16:00Z', '2026-03-13', '2026-08-16T16:00Z']
const model = fc.oneof(
  period,
  fc.tuple(fc.array(period, { minLength: 1, maxLength: 4 }), fc.boolean()).map(([periods, sinceEver]) => ({
    history: periods.map((item, index) => (index === 0 && sinceEver ? item : { from: starts[index]!, ...item })),
  })) as fc.Arbitrary<NaivePrices>,
)

const count = fc.oneof(fc.integer({ min: 0, max: 400_000 }), fc.constantFrom(0, 1, 2 ** 40))
const call: fc.Arbitrary<NaiveCall> = fc.record({
  time: fc.option(
    fc.oneof(
      fc.integer({ min: Date.parse('2024-06-01'), max: Date.parse('2027-06-01') }),
      fc.constantFrom(...starts.map((start) => Date.parse(start)), Date.parse('2026-03-13') - 1),
    ),
    { freq: 10 },
  ),
  promptTokens: fc.oneof(
    fc.integer({ min: 0, max: 400_000 }),
    fc.constantFrom(1000, 1001, 200_000, 200_001, 272_000, 272_001),
  ),
  aggregate: fc.boolean(),
  mode: fc.constantFrom(
    null,
    null,
    'standard',
    'ON_DEMAND',
    'not_available',
    'batch',
    'flex',
    'priority',
    'fast',
    'scale',
  ),
  region: fc.constantFrom(null, null, 'us', 'eu', 'global'),
  tokens: fc.dictionary(names, count, { maxKeys: 6 }).map((tokens) => ({ ...tokens })),
  fees: fc.dictionary(
    fc.constantFrom('web_search', 'file_search', 'session_hour'),
    fc.constantFrom('0', '1', '2.5', '.75'),
    { maxKeys: 2 },
  ),
})

test(`agrees with an independent engine on ${RUNS * CALLS_PER_FILE} random calls at random prices`, async () => {
  let priced = 0
  await fc.assert(
    fc.asyncProperty(
      model,
      fc.array(call, { minLength: CALLS_PER_FILE, maxLength: CALLS_PER_FILE }),
      async (prices, calls) => {
        const text = JSON.stringify({ as_of: AS_OF, models: { 'acme/m': prices } })
        const pricing = ModelPricing.of([await parsePriceLayer(text, 'random.json')])
        for (const one of calls) {
          const expected = naiveCost(prices, one, Date.parse(AS_OF))
          const fees = Object.entries(one.fees)
          const bucket = pricing.bucketFor('m', 'acme', {
            ...one,
            parts: one.tokens,
            fees: fees.length === 0 ? null : one.fees,
          })
          const cost = costOf(bucket, one.tokens, new Map(fees.map(([name, units]) => [name, Decimal.parse(units)!])))
          expect(cost === null, bucket.unpriced ?? 'priced').toBe(expected === null)
          if (cost === null || expected === null) continue
          priced++
          expect(same(fraction(cost.total.toString()), expected), cost.total.toString()).toBe(true)
        }
      },
    ),
    { numRuns: RUNS },
  )
  expect(priced).toBeGreaterThan((RUNS * CALLS_PER_FILE) / 10)
})
