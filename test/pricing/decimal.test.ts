import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'

const SPELLED = /^\d[\d_]*(\.[\d_]*)?$/

test('plain digits are read without a pattern, and mean what they mean with one', () => {
  const text = fc.stringMatching(/^[0-9.]{0,12}$/)
  const sameAsSigned = fc.property(text, (text) => {
    const read = Decimal.parse(text)
    if (SPELLED.test(text)) expect(read, text).toEqual(Decimal.parse(`+${text}`))
    else expect(read === null, text).toBe(Decimal.parse(`+${text}`) === null)
  })
  fc.assert(sameAsSigned, { numRuns: 2000 })
})

test.each([
  ['007.50', '7.5'],
  ['5.', '5'],
  ['.5', '0.5'],
  ['2_000', '2000'],
  ['0.000', '0'],
  ['-1', '-1'],
  ['2.5e-6', '0.0000025'],
])('%s is %s', (text, shown) => {
  expect(Decimal.parse(text)?.toString()).toBe(shown)
})

test.each(['', '.', '1.2.3', 'x', '1 2', '_1', '١'])('%j is no number', (text) => {
  expect(Decimal.parse(text)).toBeNull()
})

test('nothing added is the same', () => {
  const one = Decimal.parse('1.50')!
  expect(one.plus(Decimal.ZERO)).toEqual(one)
  expect(Decimal.ZERO.plus(one)).toEqual(one)
  expect(Decimal.ZERO.minus(one).toString()).toBe('-1.5')
})
