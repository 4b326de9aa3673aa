import { describe, expect, test } from 'vitest'
import { currencyCode } from '../../src/pricing/currencies.ts'
import { ecbJson, ecbRate, parseEcb, parseEcbJson } from '../../src/pricing/ecb.ts'
import { writtenRate } from '../../src/pricing/exchange-rate.ts'
import { ECB_FEED } from './ecb-feed.ts'

describe('the daily feed of the ECB', () => {
  const rates = parseEcb(ECB_FEED, 'feed')

  test('states its own date and what one euro is worth', () => {
    expect(rates).toEqual({ date: '2026-09-30', rates: { USD: '1.1355', JPY: '169.82', GBP: '0.87270' } })
  })

  // 1 / 1.1355 and 169.82 / 1.1355, to 18 decimals by hand; half-even
  test.each([
    ['EUR', '0.88066930867459269'],
    ['JPY', '149.555261999119330691'],
    ['USD', '1'],
  ])('1 USD in %s is the quotient of two of its rates', (currency, rate) => {
    expect(ecbRate(rates, currency)).toMatchObject({ currency, date: '2026-09-30', source: 'ECB' })
    expect(ecbRate(rates, currency)!.rate.toString()).toBe(rate)
  })

  test('a currency that it does not hold has no rate', () => {
    expect(ecbRate(rates, 'RUB')).toBeNull()
    expect(ecbRate(rates, 'constructor')).toBeNull()
  })

  test('a quotient without end in 18 digits is exact where it has one', () => {
    expect(ecbRate({ date: '2026-09-30', rates: { USD: '1.25' } }, 'EUR')!.rate.toString()).toBe('0.8')
  })

  test('other quotes, order, prefix and white space are the same feed; of several days the first, the newest, counts', () => {
    const other = `<?xml version="1.0"?><g:Cube><g:Cube time="2026-10-01">
      <g:Cube rate = "1.2" currency = "USD" ></g:Cube></g:Cube>
      <g:Cube time="2026-09-30"><g:Cube rate="1.1" currency="USD"/><g:Cube rate="0.9" currency="GBP"/></g:Cube></g:Cube>`
    expect(parseEcb(other, 'feed')).toEqual({ date: '2026-10-01', rates: { USD: '1.2' } })
  })

  test.each([
    ['a page', '<html>hello</html>'],
    ['nothing', ''],
    ['no dollar', "<Cube time='2026-09-30'><Cube currency='GBP' rate='0.9'/></Cube>"],
    ['a dollar that is no number', "<Cube time='2026-09-30'><Cube currency='USD' rate='N/A'/></Cube>"],
    ['a dollar for nothing', "<Cube time='2026-09-30'><Cube currency='USD' rate='0.0000'/></Cube>"],
    ['no day', "<Cube time='2026-02-30'><Cube currency='USD' rate='1.1'/></Cube>"],
  ])('%s is refused', (_, xml) => {
    expect(() => parseEcb(xml, 'feed')).toThrow('feed: it holds no exchange rates of the ECB')
  })

  test('is kept as it was read', () => {
    expect(parseEcbJson(ecbJson(rates))).toEqual(rates)
    expect(parseEcbJson(ecbJson(rates).slice(0, -9))).toBeNull()
    expect(parseEcbJson('{"date":"2026-09-30","rates":[]}')).toBeNull()
    expect(parseEcbJson('null')).toBeNull()
  })
})

describe('a rate as people write it', () => {
  test.each([
    ['0.8807@2026-09-30', '0.8807', '2026-09-30'],
    ['.5', '0.5', null],
    [' 7 ', '7', null],
  ])('%s', (text, rate, date) => {
    const written = writtenRate(text, '--rate')
    expect([written.rate.toString(), written.date]).toEqual([rate, date])
  })

  test.each([
    '',
    '0',
    '-1',
    '0,88',
    'NaN',
    '1e3',
    '0.8@',
    '0.8@tomorrow',
    '0.8@2026-02-30',
    '1@2026-01-01@x',
    `0.${'1'.repeat(19)}`,
  ])('%j is none', (text) => {
    expect(() => writtenRate(text, '--rate')).toThrow(/^--rate: /)
  })
})

describe('a code of a currency', () => {
  test('is taken in any case', () => {
    expect(currencyCode('eur', '--currency')).toBe('EUR')
  })

  test.each([
    ['EURO', '--currency: EURO is no currency code of ISO 4217; did you mean EUR?'],
    ['€', '--currency: € is no currency code of ISO 4217'],
    ['XXX', '--currency: XXX is no currency code of ISO 4217'],
  ])('%s is none', (text, message) => {
    expect(() => currencyCode(text, '--currency')).toThrow(message)
  })
})
