import { describe, expect, test } from 'vitest'
import { moneyLimit, scopeOf, shareLimit, tokenLimit } from '../../src/report/gate-limits.ts'

describe('limits as people write them', () => {
  test.each([
    ['5', '5 USD'],
    ['0.50', '0.5 USD'],
    ['.5', '0.5 USD'],
    ['$5', '5 USD'],
    ['$ 0.05', '0.05 USD'],
    ['5eur', '5 EUR'],
    ['5 EUR', '5 EUR'],
    ['1_000.25', '1000.25 USD'],
    ['0', '0 USD'],
    ['$5eur', null],
    ['.5', '0.5 USD'],
    ['1,000', null],
    ['1.2.3', null],
    ['5 dollars', null],
    ['1e3', null],
    ['', null],
    ['NaN', null],
  ])('money %j is %s', (text, expected) => {
    const money = moneyLimit(text)
    expect(money === null ? null : `${money.limit} ${money.unit}`).toBe(expected)
  })

  test.each([
    ['250000', '250000'],
    ['250_000', '250000'],
    ['250k', '250000'],
    ['2m', '2000000'],
    ['2M', '2000000'],
    ['1.5m', '1500000'],
    ['0.0005k', null],
    ['1b', '1000000000'],
    ['2 m', '2000000'],
    ['2mm', null],
    ['-1', null],
    ['k', null],
  ])('tokens %j are %s', (text, expected) => {
    expect(tokenLimit(text)?.toString() ?? null).toBe(expected)
  })

  test.each([
    ['80%', '0.8'],
    ['99.5 %', '0.995'],
    ['100%', '1'],
    ['101%', null],
    ['80', null],
    ['0.8', null],
  ])('a part %j is %s', (text, expected) => {
    expect(shareLimit(text)?.toString() ?? null).toBe(expected)
  })

  test.each([
    ['session', 'session', null],
    ['model:claude-opus-4', 'model', 'claude-opus-4'],
    ['model:us.anthropic.claude-v1:0', 'model', 'us.anthropic.claude-v1:0'],
    ['label:team', 'label:team', null],
    ['label:team:search', 'label:team', 'search'],
  ])('%j is dimension %s and group %s', (text, dimension, key) => {
    expect(scopeOf(text)).toEqual({ dimension, key })
  })
})
