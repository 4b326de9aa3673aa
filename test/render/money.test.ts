import { describe, expect, test } from 'vitest'
import { costText, decimalsFor, moneyText, totalCostText } from '../../src/render/money.ts'
import { bucket, reportOf, row, usd } from './report-builder.ts'
import { PRICED, TINY, UNPRICED } from './sample-reports.ts'

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
    expect(moneyText(usd(amount), decimals)).toBe(text)
  })

  test('rounds half to even: 0.125 and 0.135 are 0.12 and 0.14', () => {
    expect([moneyText(usd('0.125'), 2), moneyText(usd('0.135'), 2)]).toEqual(['$0.12', '$0.14'])
  })

  test('has no comma behind the point', () => {
    expect(moneyText(usd('1234.00001234'), 8)).toBe('$1,234.00001234')
  })
})

describe('decimalsFor', () => {
  test('cents, as long as no cost is below $0.10', () => {
    expect(decimalsFor(PRICED)).toBe(2)
    expect(decimalsFor(reportOf([['a', row({ cost_usd: usd('0.10') })]]))).toBe(2)
  })

  test('four decimals where cents would lose the digits of a small cost; zero and unknown costs do not count', () => {
    expect(decimalsFor(TINY)).toBe(4)
    expect(decimalsFor(reportOf([['a', row({ cost_usd: usd('0.099') })]]))).toBe(4)
    expect(
      decimalsFor(
        reportOf([
          ['a', row()],
          ['b', row({ cost_usd: null })],
        ]),
      ),
    ).toBe(2)
  })
})

describe('costs that are not complete', () => {
  test('a row without a price is n/a, a row with a price for a part is a lower bound', () => {
    const unpriced = bucket({ reason: 'no price for mode ultrafast' })
    expect(costText(row({ cost_usd: null, priced_as: [unpriced] }), 2)).toBe('n/a')
    expect(costText(row({ cost_usd: usd('1.2'), priced_as: [unpriced] }), 2)).toBe('≥ $1.20')
    expect(costText(row({ cost_usd: usd('1.2'), priced_as: [bucket({ cost_usd: usd('1.2') })] }), 2)).toBe('$1.20')
  })

  test('the total is a lower bound, and n/a where nothing is priced', () => {
    expect(totalCostText(UNPRICED, 2)).toBe('≥ $53.81')
    expect(totalCostText(reportOf([['x', row({ cost_usd: null })]]), 2)).toBe('n/a')
  })

  test('the total is a lower bound where usage was lost, even if every model has a price', () => {
    expect(totalCostText({ ...PRICED, cost_complete: false }, 2)).toBe('≥ $53.81')
  })
})
