import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import { diffReports } from '../../src/report/diff.ts'
import { diff, effectsOf, MILLION, type Models, report, type Use } from './diff-models.ts'

const use: fc.Arbitrary<Use> = fc.record(
  {
    input: fc.nat(3 * MILLION),
    output: fc.nat(MILLION),
    rates: fc.option(fc.constantFrom(['2', '10'] as const, ['3', '12.5'] as const, ['0.07', '0.3'] as const), {
      freq: 8,
    }),
    searches: fc.constantFrom('1', '0.5', '300'),
    tier: fc.constant('over 200000'),
    logged: fc.constantFrom('1', '0.333', '12.5'),
  },
  { requiredKeys: ['input', 'output'] },
)
const models = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
  fc.array(use, { minLength: 1, maxLength: 3 }),
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
)

describe('for any two reports', () => {
  test('the three effects add up to the change, per model and in total, and the models to the total', () => {
    fc.assert(
      fc.property(models, models, (before, after) => {
        const [base, head] = [report(before), report(after)]
        const result = diffReports({ name: 'b', report: base, missing: null }, { name: 'h', report: head })
        const change = result.change!
        expect(String(change.cost_usd)).toBe(String(head.total_cost_usd.minus(base.total_cost_usd)))
        for (const part of [change, ...result.models])
          expect(String(part.volume_usd.plus(part.mix_usd).plus(part.price_usd))).toBe(String(part.cost_usd))
        for (const { base: from, head: to, cost_usd } of result.models) {
          const difference = (to?.cost_usd ?? Decimal.ZERO).minus(from?.cost_usd ?? Decimal.ZERO)
          expect(String(cost_usd)).toBe(String(difference))
        }
        const sum = result.models.reduce((total, { cost_usd }) => total.plus(cost_usd), Decimal.ZERO)
        expect(String(sum)).toBe(String(change.cost_usd))
      }),
      { numRuns: 500 },
    )
  })

  test('a report beside itself has no effect at all', () => {
    fc.assert(
      fc.property(models, (same) => {
        expect(effectsOf(diff(same, same))).toEqual(['0', '0', '0', '0'])
      }),
    )
  })

  const priced = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.record({ input: fc.nat(MILLION), output: fc.nat(MILLION) }).map((each) => [each]),
    { minKeys: 1 },
  )

  test('k times the tokens at equal prices are volume alone; other prices for equal tokens are price alone', () => {
    fc.assert(
      fc.property(priced, fc.integer({ min: 2, max: 9 }), (before, k) => {
        const grown = Object.fromEntries(
          Object.entries(before).map(([name, [each]]) => [
            name,
            [{ input: each!.input * k, output: each!.output * k }],
          ]),
        ) as Models
        const more = diff(before, grown).change!
        expect([more.mix_usd.isZero, more.price_usd.isZero]).toEqual([true, true])
        const dearer = Object.fromEntries(
          Object.entries(before).map(([name, [each]]) => [name, [{ ...each, rates: ['2.3', '11'] }]]),
        ) as Models
        const change = diff(before, dearer).change!
        expect([change.volume_usd.isZero, change.mix_usd.isZero]).toEqual([true, true])
      }),
    )
  })

  test('what only changes prices never touches volume or mix', () => {
    const newPrices = (of: Models): Models =>
      Object.fromEntries(
        Object.entries(of).map(([name, uses]) => [
          name,
          uses.map((each) =>
            each.rates === null || each.logged !== undefined ? each : { ...each, rates: ['7', '0.1'] as const },
          ),
        ]),
      )
    fc.assert(
      fc.property(models, models, (before, after) => {
        const [plain, dearer] = [diff(before, after), diff(before, newPrices(after))]
        const same = Object.keys(after).every((name) => Object.hasOwn(before, name))
        const computed = [before, after].every((side) =>
          Object.values(side).every((uses) =>
            uses.every(({ logged, rates, tier }) => logged === undefined && rates !== null && tier === undefined),
          ),
        )
        fc.pre(same && computed)
        expect(String(dearer.change!.mix_usd)).toBe(String(plain.change!.mix_usd))
        expect(String(dearer.change!.volume_usd)).toBe(String(plain.change!.volume_usd))
      }),
      { numRuns: 30 },
    )
  })
})
