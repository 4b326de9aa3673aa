import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { call, NOTHING_READ, price, reportOfCalls } from './calls.ts'

const RATES = { input: '0.1', output: '0.3', cache_read: '0.01', cache_write: '0.125', cache_write_1h: '0.2' }
const CHEAP = price('cheap', RATES)
const total = (report: TokenUsageReport) => report.total_cost_usd.toString()

describe('money is exact', () => {
  test('in sums of many small costs, where floats are not', () => {
    // 0.1 USD per million, one token a call: a hundred thousand times 0.0000001 USD.
    const calls = Array.from({ length: 100_000 }, () => call({ inputTokens: 1 }))
    expect(total(reportOfCalls(calls, { m: CHEAP }))).toBe('0.01')
    expect(calls.reduce((sum) => sum + 0.0000001, 0)).not.toBe(0.01)
  })

  test('with prices of many digits and large counts', () => {
    const odd = price('odd', { input: '0.123456789012345678', output: '0' })
    // 9,007,199,254,740,991 × 0.123456789012345678 / 10^6, worked out digit by digit.
    const calls = [call({ inputTokens: 2 ** 53 - 1 })]
    const units = 9_007_199_254_740_991n * 123_456_789_012_345_678n
    expect(reportOfCalls(calls, { m: odd }).total_cost_usd).toEqual(Decimal.of(units, 24))
  })

  test('however the calls are spread over models, and equal to the sum of the rows and of their parts', () => {
    const counts = fc.record({
      inputTokens: fc.nat(1e6),
      outputTokens: fc.nat(1e6),
      cacheReadInputTokens: fc.nat(1e6),
      cacheCreationInputTokens: fc.nat(1e6),
      cacheCreation1hInputTokens: fc.nat(1e6),
    })
    const model = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(fc.array(fc.tuple(model, counts), { maxLength: 20 }), (stated) => {
        const report = reportOfCalls(
          stated.map(([name, each]) => call(each, { model: name })),
          { a: CHEAP, b: { ...CHEAP }, c: price('c', { ...RATES, input: '7' }) },
        )
        const sum = (amounts: readonly Decimal[]) => amounts.reduce((a, b) => a.plus(b), Decimal.ZERO)
        const rows = Object.values(report.models_breakdown)
        expect(sum(rows.map((row) => row.cost_usd!))).toEqual(report.total_cost_usd)
        expect(sum(report.groups.map((row) => row.cost_usd!))).toEqual(report.total_cost_usd)
        for (const row of rows) {
          expect(sum(Object.values(row.cost_breakdown_usd))).toEqual(row.cost_usd)
          expect(sum(row.priced_as.map((bucket) => bucket.cost_usd!))).toEqual(row.cost_usd)
        }
      }),
    )
  })

  test('of fees, by the unit', () => {
    const searching = price('s', { input: '0', output: '0', 'fee:web_search': '0.01', 'fee:session_hour': '0.08' })
    const calls = [
      call({ inputTokens: 5 }, { fees: { web_search: '3' } }),
      call({ inputTokens: 5 }, { fees: { web_search: '1', session_hour: '0.0625' } }),
    ]
    // 4 × 0.01 + 0.0625 × 0.08 = 0.045.
    const report = reportOfCalls(calls, { m: searching })
    expect([total(report), report.models_breakdown['m']!.cost_breakdown_usd.fees.toString()]).toEqual([
      '0.045',
      '0.045',
    ])
  })
})

describe('unknown is not zero', () => {
  const prices = { known: CHEAP, partly: price('', 'no price for mode ultra') }
  const tokens = { inputTokens: 1_000_000 }

  test('a model without a price has no cost, is named, and makes the total a lower bound', () => {
    const report = reportOfCalls([call(tokens, { model: 'known' }), call(tokens, { model: 'other' })], prices)
    expect(report.models_breakdown['other']!.cost_usd).toBeNull()
    expect([total(report), report.cost_complete, report.unpriced_models]).toEqual(['0.1', false, ['other']])
    expect(report.warnings).toEqual([
      { code: 'unpriced_model', message: 'other: no price for this model; 1,000,000 tokens missing from the cost' },
    ])
  })

  test('a name that begins or ends with a space is seen to, in the warning too', () => {
    const { warnings, unpriced_models } = reportOfCalls([call(tokens, { model: ' other' })], prices)
    expect(unpriced_models).toEqual([' other'])
    expect(warnings[0]!.message).toBe('" other": no price for this model; 1,000,000 tokens missing from the cost')
  })

  test('what is missing is named by its own unit', () => {
    const search = call({}, { model: 'finder', fees: { web_search: '2' } })
    const minutes = call({ inputTokens: 3 }, { model: 'hearer', fees: { audio_minute: '0.5' } })
    expect(reportOfCalls([search, search, minutes], prices).warnings.map(({ message }) => message)).toEqual([
      'finder: no price for this model; 4 × web_search missing from the cost',
      'hearer: no price for this model; 3 tokens and 0.5 × audio_minute missing from the cost',
    ])
  })

  test('a model that is priced in part has a cost, and is named all the same', () => {
    let calls = 0
    const pricer = { bucketFor: () => (calls++ === 0 ? CHEAP : prices.partly) }
    const report = reportOfCalls([call(tokens), call(tokens)], {}, { pricer })
    const row = report.models_breakdown['m']!
    expect([row.cost_usd?.toString(), row.priced_as.length]).toEqual(['0.1', 2])
    expect([report.cost_complete, report.unpriced_models]).toEqual([false, ['m']])
  })

  test.each([
    ['usage in malformed entries', { input: { ...NOTHING_READ, malformed: 1, malformed_usage: 1 } }],
    ['calls without counts', { input: { ...NOTHING_READ, calls_without_counts: 1 } }],
    ['sources that could not be read', { warnings: [{ code: 'unreadable', message: 'a.jsonl: gone' }] }],
  ])('%s make the total a lower bound', (_, options) => {
    const calls = [call(tokens, { model: 'known' })]
    expect(reportOfCalls(calls, prices).cost_complete).toBe(true)
    expect(reportOfCalls(calls, prices, options).cost_complete).toBe(false)
  })

  test('nothing at all is 0 USD, complete, and said', () => {
    const report = reportOfCalls([], {})
    expect(report).toMatchObject({ cost_complete: true, call_count: 0, models_breakdown: {}, groups: [] })
    expect(total(report)).toBe('0')
    expect(report.warnings.map(({ code }) => code)).toEqual(['no_usage'])
  })
})

describe('the cost that a log carries', () => {
  const calls = [
    call({ inputTokens: 1_000_000 }, { model: 'known', loggedCostUsd: '0.25' }),
    call({ inputTokens: 1_000_000 }, { model: 'other', loggedCostUsd: '0.5' }),
  ]
  test.each([
    ['computed', '0.1', ['other']],
    ['logged', '0.75', []],
    ['auto', '0.6', []],
  ] as const)('%s', (cost, expected, unpriced) => {
    const report = reportOfCalls(calls, { known: CHEAP }, { cost })
    expect([total(report), report.unpriced_models]).toEqual([expected, unpriced])
    expect(report.total_logged_cost_usd?.toString(), 'shown beside it in any case').toBe('0.75')
  })

  test('of a dump is kept, unless it is to be computed again', () => {
    const dump = [call({ inputTokens: 1_000_000 }, { loggedCostUsd: '3.5', keepLoggedCost: true, calls: null })]
    expect(total(reportOfCalls(dump, { m: CHEAP }))).toBe('3.5')
    expect(total(reportOfCalls(dump, { m: CHEAP }, { reprice: true }))).toBe('0.1')
  })
})

describe('counts', () => {
  test('of totals of an unknown number of calls add tokens and no calls', () => {
    const report = reportOfCalls([call({ inputTokens: 5 }, { calls: null }), call({ inputTokens: 5 }, { calls: 3 })], {
      m: CHEAP,
    })
    expect([report.call_count, report.calls_known, report.total_tokens]).toEqual([3, false, 10])
    expect(report.warnings.map(({ code }) => code)).toEqual(['calls_unknown'])
  })

  test.each(['inputTokens', 'outputTokens', 'cacheReadInputTokens', 'reasoningOutputTokens'] as const)(
    'of %s beyond 2^53-1 are refused, never rounded',
    (name) => {
      const most = call({ [name]: 2 ** 53 - 1 })
      expect(() => reportOfCalls([most], { m: CHEAP })).not.toThrow()
      expect(() => reportOfCalls([most, most, call({ [name]: 1 })], { m: CHEAP })).toThrow('more than 2^53-1')
    },
  )
})
