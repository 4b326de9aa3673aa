import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addedAmounts, amountAt, amountOf, scaledDown } from '../../src/usage/amount.ts'

describe('amounts', () => {
  it.each([
    [0.0202, '0.0202'],
    [6e-5, '0.00006'],
    [1e21, '1000000000000000000000'],
    [0, '0'],
    ['1.50', '1.5'],
    [' .5 ', '0.5'],
    ['12e2', '1200'],
    ['007', '7'],
  ])('reads %j as %s', (value, text) => {
    expect(amountOf(value)).toBe(text)
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '-1', 'NaN', '', '.', '1,5', '1e9999', null, undefined, true])(
    'reads %j as no amount',
    (value) => {
      expect(amountOf(value)).toBeNull()
    },
  )

  it('takes the first key that states one', () => {
    expect(amountAt({ a: 'x', b: 2 }, 'a', 'b')).toBe('2')
    expect(amountAt(null, 'a')).toBeNull()
  })

  it('turns ticks and cents into dollars', () => {
    expect(scaledDown('232856000', 10)).toBe('0.0232856')
    expect(scaledDown('1234.5678', 2)).toBe('12.345678')
  })

  it('adds where floats fail', () => {
    expect(addedAmounts('0.1', '0.2')).toBe('0.3')
    const cents = fc.nat().map((units) => [units, scaledDown(String(units), 2)] as const)
    fc.assert(
      fc.property(cents, cents, ([a, textA], [b, textB]) => {
        expect(addedAmounts(textA, textB)).toBe(scaledDown(String(a + b), 2))
      }),
    )
  })
})
