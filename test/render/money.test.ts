import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grouped } from '../../src/render/count.ts'
import { costText, type Money, moneyOf, moneyText, totalCostText } from '../../src/render/money.ts'
import { bucket, reportOf, row, usd } from './report-builder.ts'
import { PRICED, TINY, UNPRICED } from './sample-reports.ts'

const CENTS: Money = { decimals: 2, exchange: null }
const EUR = { currency: 'EUR', rate: usd('0.8807'), date: null, source: '--rate', total_cost: usd('0') }

describe('moneyText', () => {
  test.each([
    ['12.4021375', 2, '$12.40'],
    ['1234567.5', 2, '$1,234,567.50'],
    ['0', 2, '$0.00'],
    ['0', 4, '$0.0000'],
    ['0.004395', 2, '$0.0044'],
    ['0.00001575', 4, '$0.000016'],
    ['0.000000000001', 4, '$0.000000000001'],
    ['0.15', 4, '$0.1500'],
    ['-1234.5', 2, '-$1,234.50'],
    ['-0.00001', 2, '-$0.00001'],
  ])('%s with %i decimals is %s', (amount, decimals, text) => {
    expect(moneyText(usd(amount), { decimals, exchange: null })).toBe(text)
  })

  test('rounds half to even: 0.125 and 0.135 are 0.12 and 0.14', () => {
    expect([moneyText(usd('0.125'), CENTS), moneyText(usd('0.135'), CENTS)]).toEqual(['$0.12', '$0.14'])
  })

  test('has no comma behind the point', () => {
    expect(moneyText(usd('1234.00001234'), { decimals: 8, exchange: null })).toBe('$1,234.00001234')
  })
})

describe('in another currency', () => {
  // 1,000 × 0.8807; 0.00001 × 0.8807 = 0.000008807
  test.each([
    ['1000', '880.70 EUR'],
    ['-1000', '-880.70 EUR'],
    ['0.00001', '0.0000088 EUR'],
    ['0', '0.00 EUR'],
  ])('%s USD at 0.8807 is %s', (amount, text) => {
    expect(moneyText(usd(amount), { decimals: 2, exchange: EUR })).toBe(text)
  })

  test('a column that names the currency does not repeat it', () => {
    expect(moneyText(usd('1000'), { decimals: 2, exchange: EUR, bare: true })).toBe('880.70')
  })

  test('decimals are those that the exchanged amounts need', () => {
    // 0.11 USD are 0.096877 EUR, and 12 USD 1,800 JPY
    expect(moneyOf({ ...reportOf([['a', row({ cost_usd: usd('0.11') })]]), exchange: EUR }).decimals).toBe(4)
    const yen = { ...EUR, currency: 'JPY', rate: usd('150') }
    expect(moneyOf({ ...reportOf([['a', row({ cost_usd: usd('0.01') })]]), exchange: yen }).decimals).toBe(2)
  })
})

describe('moneyOf', () => {
  test('cents, as long as no cost is below $0.10', () => {
    expect(moneyOf(PRICED).decimals).toBe(2)
    expect(moneyOf(reportOf([['a', row({ cost_usd: usd('0.10') })]])).decimals).toBe(2)
  })

  test('four decimals where cents would lose the digits of a small cost; zero and unknown costs do not count', () => {
    expect(moneyOf(TINY).decimals).toBe(4)
    expect(moneyOf(reportOf([['a', row({ cost_usd: usd('0.099') })]])).decimals).toBe(4)
    expect(
      moneyOf(
        reportOf([
          ['a', row()],
          ['b', row({ cost_usd: null })],
        ]),
      ).decimals,
    ).toBe(2)
  })
})

describe('costs that are not complete', () => {
  test('a row without a price is n/a, a row with a price for a part is a lower bound', () => {
    const unpriced = bucket({ reason: 'no price for mode ultrafast' })
    expect(costText(row({ cost_usd: null, priced_as: [unpriced] }), CENTS)).toBe('n/a')
    expect(costText(row({ cost_usd: usd('1.2'), priced_as: [unpriced] }), CENTS)).toBe('≥ $1.20')
    expect(costText(row({ cost_usd: usd('1.2'), priced_as: [bucket({ cost_usd: usd('1.2') })] }), CENTS)).toBe('$1.20')
  })

  test('the total is a lower bound, and n/a where nothing is priced', () => {
    expect(totalCostText(UNPRICED, CENTS)).toBe('≥ $53.81')
    expect(totalCostText(reportOf([['x', row({ cost_usd: null })]]), CENTS)).toBe('n/a')
  })

  test('the total is a lower bound where usage was lost, even if every model has a price', () => {
    expect(totalCostText({ ...PRICED, cost_complete: false }, CENTS)).toBe('≥ $53.81')
  })
})

test('digits are in groups of three before the point, and as they are behind it', () => {
  const number = fc.stringMatching(/^-?\d{1,14}(\.\d{1,8})?$/)
  const asPattern = fc.property(number, (text) => {
    expect(grouped(text)).toBe(text.replace(/\d(?=(\d{3})+(?!\d))(?<!\.\d*)/g, '$&,'))
  })
  fc.assert(asPattern)
})
