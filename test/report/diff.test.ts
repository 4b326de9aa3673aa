import { describe, expect, test } from 'vitest'
import { diff, effectsOf, MILLION } from './diff-models.ts'

describe('the change of a cost', () => {
  test('is volume where one model has more tokens, also when only the output grew', () => {
    // 1M × 2 + 1M × 10 = 12; head 1M × 2 + 3M × 10 = 32.
    const base = { a: [{ input: MILLION, output: MILLION }] }
    expect(effectsOf(diff(base, { a: [{ input: MILLION, output: 3 * MILLION }] }))).toEqual(['20', '20', '0', '0'])
  })

  test('is price where the same tokens cost more', () => {
    // 1M × 2 → 1M × 3, 1M × 10 → 1M × 12.
    const use = { input: MILLION, output: MILLION }
    const change = diff({ a: [use] }, { a: [{ ...use, rates: ['3', '12'] }] })
    expect(effectsOf(change)).toEqual(['3', '0', '0', '3'])
  })

  test('is mix where the same tokens moved to a dearer model', () => {
    // 2M input of a at 2 = 4; head 1M of a at 2 + 1M of b at 5 = 7. At the base's shares the head would cost 4.
    const change = diff(
      { a: [{ input: 2 * MILLION }] },
      { a: [{ input: MILLION }], b: [{ input: MILLION, rates: ['5', '25'] }] },
    )
    expect(effectsOf(change)).toEqual(['3', '0', '3', '0'])
  })

  test('is split into all three, per model and in total: the example of docs/diff.md', () => {
    // Base: a 4M × 2 = 8, b 1M × 5 = 5: 13. Head: a 2M × 3 = 6, b 4M × 5 = 20: 26.
    // At the base's shares 6M tokens cost 8 × 6/5 = 9.6 and 5 × 6/5 = 6; at base prices the head costs 2M × 2 + 20 = 24.
    const base = { a: [{ input: 4 * MILLION }], b: [{ input: MILLION, rates: ['5', '25'] as const }] }
    const head = {
      a: [{ input: 2 * MILLION, rates: ['3', '10'] as const }],
      b: [{ input: 4 * MILLION, rates: ['5', '25'] as const }],
    }
    const change = diff(base, head)
    expect(effectsOf(change)).toEqual(['13', '2.6', '8.4', '2'])
    expect(change.change!.percent!.toString()).toBe('100')
    const rows = change.models.map(({ model, volume_usd, mix_usd, price_usd }) =>
      [model, volume_usd, mix_usd, price_usd].map(String),
    )
    expect(rows).toEqual([
      ['b', '1', '14', '0'],
      ['a', '1.6', '-5.6', '2'],
    ])
  })

  test('counts another context tier as mix: the price list is the same', () => {
    const change = diff(
      { a: [{ input: MILLION }] },
      { a: [{ input: MILLION, tier: 'over 200000', rates: ['4', '15'] }] },
    )
    expect(effectsOf(change)).toEqual(['2', '0', '2', '0'])
  })

  test('prices the head at the average of the base where prices changed within the base', () => {
    // 1M at 2 and 1M at 4: 3 on average. Head: 2M at 4, two more of it because of the price.
    const change = diff(
      { a: [{ input: MILLION }, { input: MILLION, rates: ['4', '10'] }] },
      { a: [{ input: 2 * MILLION, rates: ['4', '10'] }] },
    )
    expect(effectsOf(change)).toEqual(['2', '0', '0', '2'])
  })

  test('counts fees by their number', () => {
    // 100 searches at 0.01, then 300.
    const use = { input: MILLION }
    const change = diff({ a: [{ ...use, searches: '100' }] }, { a: [{ ...use, searches: '300' }] })
    expect(effectsOf(change)).toEqual(['2', '2', '0', '0'])
  })

  test('is volume where a fee, or output, is new to the only model', () => {
    const change = diff({ a: [{ input: MILLION }] }, { a: [{ input: MILLION, output: MILLION, searches: '100' }] })
    expect(effectsOf(change)).toEqual(['11', '11', '0', '0'])
  })

  test('is never blamed on the tokens where a price became known or was lost', () => {
    const [priced, unpriced] = [{ a: [{ input: MILLION }] }, { a: [{ input: 9 * MILLION, rates: null }] }]
    expect(effectsOf(diff(unpriced, priced))).toEqual(['2', '0', '0', '2'])
    expect(effectsOf(diff(priced, unpriced))).toEqual(['-2', '0', '0', '-2'])
    expect(diff(unpriced, priced).complete).toBe(false)
    expect(diff(priced, unpriced).complete).toBe(false)
  })

  test('is volume or mix where the logs state the costs, which have no rates', () => {
    expect(
      effectsOf(diff({ a: [{ input: MILLION, logged: '2' }] }, { a: [{ input: 2 * MILLION, logged: '5' }] })),
    ).toEqual(['3', '3', '0', '0'])
    // 2M tokens of a for 4; head 1M of a for 2, 1M of b for 7.
    const head = { a: [{ input: MILLION, logged: '2' }], b: [{ input: MILLION, logged: '7' }] }
    expect(effectsOf(diff({ a: [{ input: 2 * MILLION, logged: '4' }] }, head))).toEqual(['5', '0', '5', '0'])
  })

  test('is volume by the tokens and price for the rest where a stated cost became a computed one', () => {
    // 1M tokens stated at 3; 2M computed at 2 = 4: 3 more by the tokens, 2 less by where the cost comes from.
    const change = diff({ a: [{ input: MILLION, logged: '3' }] }, { a: [{ input: 2 * MILLION }] })
    expect(effectsOf(change)).toEqual(['1', '3', '0', '-2'])
  })

  test('is all volume where the base has no call', () => {
    const change = diff({}, { a: [{ input: MILLION }], b: [{ output: MILLION, searches: '1' }] })
    expect(effectsOf(change)).toEqual(['12.01', '12.01', '0', '0'])
    expect(change.change!.percent).toBe(null)
  })
})
