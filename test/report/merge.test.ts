import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import { assemble } from '../../src/report/assemble.ts'
import { carriedWarnings } from '../../src/report/carried-warnings.ts'
import { mergedFilter } from '../../src/report/filtered.ts'
import { Ledger } from '../../src/report/ledger.ts'
import { addReport, mergedInput, mergedPricing } from '../../src/report/merge.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'
import { call, price, reportOfCalls } from './calls.ts'

const tokens = { inputTokens: 1_000_000, outputTokens: 1_000_000 }

/** One report of all, each as it was saved. */
function added(...reports: readonly TokenUsageReport[]): TokenUsageReport {
  const saved = reports.map((report) => parseSavedReport(renderJson(report, { width: null, color: false, lang: 'en' })))
  const ledger = new Ledger({
    pricer: { bucketFor: () => price('', 'never asked') },
    cost: 'computed',
    groupBy: saved[0]!.group_by,
    keysOf: () => [],
  })
  for (const report of saved) addReport(ledger, report, 'cost.json', 'UTC')
  return assemble(ledger, {
    input: mergedInput(saved.map(({ input }) => input)),
    pricing: mergedPricing(saved.map(({ pricing }) => pricing)),
    timezone: 'UTC',
    filter: mergedFilter(saved.map(({ filter }) => filter)),
    warnings: carriedWarnings(saved),
  })
}

const layer = (name: string, sha256: string, as_of: string) => ({ pricing: { layers: [{ name, sha256 }], as_of } })

describe('reports made with other prices', () => {
  const march = price('maker/m', { input: '1', output: '2', cache_read: '0.1' })
  const june = price('maker/m', { input: '3', output: '4', cache_read: '0.1' })
  const inMarch = reportOfCalls([call(tokens)], { m: march }, layer('built-in', 'aa', '2026-03-01'))
  const inJune = reportOfCalls([call(tokens), call(tokens)], { m: june }, layer('built-in', 'bb', '2026-06-01'))

  test('keep them: nothing is priced again, and each price stays visible', () => {
    // (1 + 2) + 2 × (3 + 4)
    const both = added(inMarch, inJune)
    expect(both.total_cost_usd.toString()).toBe('17')
    const { priced_as, call_count } = both.models_breakdown['m']!
    expect(call_count).toBe(3)
    expect(priced_as.map((bucket) => [bucket.rates_per_mtok['input']!.toString(), bucket.call_count])).toEqual([
      ['1', 1],
      ['3', 2],
    ])
  })

  test('name every price file that took part, and the latest date', () => {
    expect(added(inMarch, inJune, inMarch).pricing).toEqual({
      layers: [
        { name: 'built-in', sha256: 'aa' },
        { name: 'built-in', sha256: 'bb' },
      ],
      as_of: '2026-06-01',
    })
  })

  test('that differ in the price of a rarer part alone stay apart too', () => {
    const heard = { inputTokens: 1_000_000, modalities: { inputAudio: 1_000_000 } }
    const one = reportOfCalls([call(heard)], { m: price('maker/m', { input: '1', output: '2', input_audio: '5' }) })
    const two = reportOfCalls([call(heard)], { m: price('maker/m', { input: '1', output: '2', input_audio: '6' }) })
    const both = added(one, two)
    expect(both.total_cost_usd.toString()).toBe('11')
    expect(both.models_breakdown['m']!.priced_as).toHaveLength(2)
  })
})

describe('reports made with the same prices', () => {
  const prices = { m: price('maker/m', { input: '0.1', output: '0.3' }) }
  const part = (calls: number) =>
    reportOfCalls(
      Array.from({ length: calls }, () => call(tokens, { time: calls * 1e12 })),
      prices,
    )

  test('add up to what one report of all calls says', () => {
    const all = reportOfCalls(
      [1, 2, 2].map((time) => call(tokens, { time: time * 1e12 })),
      prices,
    )
    expect(added(part(1), part(2))).toEqual(all)
    expect(added(part(2), part(1))).toEqual(all)
  })

  test('alone are what they were', () => {
    expect(added(part(2))).toEqual(part(2))
    expect(added(reportOfCalls([], {}))).toEqual(reportOfCalls([], {}))
  })

  test('of more than 2^53-1 tokens together are refused', () => {
    const huge = reportOfCalls([call({ inputTokens: 2 ** 53 - 1 })], prices)
    expect(() => added(huge, huge)).toThrow('more than 2^53-1')
  })
})

describe('what cannot be computed again is carried', () => {
  test('logged costs, kept costs, unpriced models and unknown numbers of calls', () => {
    const kept = reportOfCalls([call(tokens, { loggedCostUsd: '1.5', keepLoggedCost: true, calls: null })], {})
    const unpriced = reportOfCalls([call(tokens, { loggedCostUsd: '0.25', model: 'other' })], {})
    const both = added(kept, unpriced, kept)
    expect([both.total_cost_usd.toString(), both.total_logged_cost_usd?.toString()]).toEqual(['3', '3.25'])
    expect([both.cost_complete, both.calls_known, both.unpriced_models]).toEqual([false, false, ['other']])
  })

  test('warnings about files, while those about numbers are made anew', () => {
    const warnings = [{ code: 'malformed', message: 'a.jsonl:3: not valid JSON' }]
    const one = reportOfCalls([call(tokens, { model: 'other' })], {}, { warnings })
    expect(added(one, one).warnings).toEqual([
      ...warnings,
      { code: 'unpriced_model', message: 'other: no price for this model; 4,000,000 tokens missing from the cost' },
    ])
  })
})
