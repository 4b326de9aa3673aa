import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import { quotient } from '../../src/report/quotient.ts'
import { Costs } from '../../src/report/spread.ts'
import { usd } from '../render/report-builder.ts'

function spreadOf(costs: readonly string[], leftOut = 0) {
  const sums = new Costs()
  for (const cost of costs) sums.add(usd(cost))
  const { count, left_out, mean_usd, median_usd, p95_usd, max_usd } = sums.spread(leftOut)
  return {
    count,
    left_out,
    figures: [mean_usd, median_usd, p95_usd, max_usd].map((figure) => figure?.toString() ?? null),
  }
}

describe('the spread of costs', () => {
  test('has nothing to say of none', () => {
    expect(spreadOf([], 3)).toEqual({ count: 0, left_out: 3, figures: [null, null, null, null] })
  })

  test('mean of 10 / 3 with 12 decimals; the middle one; nearest rank ceil(0.95 × 3) = 3', () => {
    expect(spreadOf(['1', '7', '2']).figures).toEqual(['3.333333333333', '2', '7', '7'])
  })

  test('an even number has the mean of the middle two', () => {
    expect(spreadOf(['0.1', '0.2', '0.4', '9']).figures[1]).toBe('0.3')
  })

  test('of 1 to 100 the 95th is the p95', () => {
    expect(spreadOf(Array.from({ length: 100 }, (_, i) => String(100 - i))).figures).toEqual([
      '50.5',
      '50.5',
      '95',
      '100',
    ])
  })

  test('costs that a float cannot keep apart stay apart', () => {
    const [low, high] = ['0.10000000000000000001', '0.10000000000000000003']
    expect(spreadOf([high, low]).figures).toEqual(['0.1', '0.10000000000000000002', high, high])
  })

  test('ranks are those of exact sorting, however many there are', () => {
    const cost = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.integer({ min: 0, max: 18 }))
    fc.assert(
      fc.property(fc.array(cost, { minLength: 1, maxLength: 60 }), (pairs) => {
        const costs = pairs.map(([units, scale]) => Decimal.of(units, scale))
        const sorted = [...costs].sort((a, b) => a.compare(b))
        const sums = new Costs()
        for (const each of costs) sums.add(each)
        const spread = sums.spread(0)
        expect(String(spread.max_usd)).toBe(String(sorted.at(-1)))
        expect(String(spread.p95_usd)).toBe(String(sorted[Math.ceil(sorted.length * 0.95) - 1]))
      }),
    )
  })
})

test.each([
  ['1', '3', 4, '0.3333'],
  ['2', '3', 4, '0.6667'],
  ['1', '8', 2, '0.12'],
  ['3', '8', 2, '0.38'],
  ['-1', '8', 3, '-0.125'],
  ['0.06', '0.0004', 0, '150'],
])('%s / %s with %i decimals, half-even', (dividend, divisor, digits, expected) => {
  expect(quotient(usd(dividend), usd(divisor), digits)?.toString()).toBe(expected)
})

test('nothing is divided by zero', () => {
  expect(quotient(usd('1'), usd('0'), 6)).toBe(null)
})
