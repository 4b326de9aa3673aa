import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import { diffReports, type ReportDiff } from '../../src/report/diff.ts'
import type { ModelRow, PricedAs, TokenUsageReport } from '../../src/report/report.ts'
import { bucket, reportOf, row, usd } from '../render/report-builder.ts'

interface Use {
  readonly input?: number
  readonly output?: number
  /** USD per million tokens; null = no price is known. */
  readonly rates?: readonly [input: string, output: string] | null
  readonly searches?: string
  readonly tier?: string
  /** A cost that the log states, kept instead of a computed one. */
  readonly logged?: string
}

function bucketOf({ input = 0, output = 0, rates = ['2', '10'], searches, tier, logged }: Use): PricedAs {
  const tokens = { ...(input > 0 && { input }), ...(output > 0 && { output }) }
  if (logged !== undefined) return bucket({ matched: 'logged', tokens, cost_usd: usd(logged) })
  if (rates === null) return bucket({ reason: 'no price is known', tokens })
  const [perInput, perOutput] = [usd(rates[0]), usd(rates[1])]
  const fees = searches === undefined ? Decimal.ZERO : usd(searches).times(usd('0.01'))
  const cost = perInput.times(input).plus(perOutput.times(output)).times(usd('0.000001')).plus(fees)
  return bucket({
    ...{ key: 'some/model', matched: 'exact', tier: tier ?? null, tokens, cost_usd: cost },
    fees: searches === undefined ? {} : { web_search: usd(searches) },
    rates_per_mtok: {
      ...{ input: perInput, output: perOutput },
      ...(searches !== undefined && { 'fee:web_search': usd('0.01') }),
    },
  })
}

function rowOf(uses: readonly Use[]): ModelRow {
  const priced_as = uses.map(bucketOf)
  const costs = priced_as.flatMap(({ cost_usd }) => cost_usd ?? [])
  const total = (of: 'input' | 'output') => uses.reduce((sum, use) => sum + (use[of] ?? 0), 0)
  return row({
    ...{ input_tokens: total('input'), output_tokens: total('output'), priced_as },
    cost_usd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum.plus(cost)),
  })
}

type Models = Readonly<Record<string, readonly Use[]>>

function report(models: Models): TokenUsageReport {
  return reportOf(Object.entries(models).map(([name, uses]) => [name, rowOf(uses)] as const))
}

function diff(base: Models, head: Models): ReportDiff {
  return diffReports({ name: 'base.json', report: report(base) }, { name: 'head.json', report: report(head) })
}

function effectsOf({ change }: ReportDiff) {
  const { cost_usd, volume_usd, mix_usd, price_usd } = change!
  return [cost_usd, volume_usd, mix_usd, price_usd].map(String)
}

const MILLION = 1_000_000

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
        const result = diffReports({ name: 'b', report: base }, { name: 'h', report: head })
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
          Object.entries(before).map(([name, [{ input, output }]]) => [
            name,
            [{ input: input * k, output: output * k }],
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
