import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { worked } from './arithmetic.ts'
import { chat, priced, pricedLine } from './priced-payload.ts'

/** One call of our own log, with its usage as the provider gives it; its cost is written out as arithmetic. */
interface Fact {
  readonly what: string
  readonly cost: string
  readonly line: object
}

/** Source: the price pages of the providers, as pricing.overlay.yaml quotes them. */
const facts = readFileSync(new URL('price-facts.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Fact)

test.each(facts.map(({ what, ...fact }) => [what, fact] as const))('%s', async (_, { line, cost }) => {
  expect(await pricedLine(line)).toBe(worked(cost))
})

describe('DeepSeek through its ten periods', () => {
  /** Misses, hits and output, USD per million, at both sides of every change and of the peak hours. */
  test.each([
    ['2024-12-26T00:00:00Z', 0.14, 0.014, 0.28],
    ['2025-02-08T15:59:59Z', 0.14, 0.014, 0.28],
    ['2025-02-08T16:00:00Z', 0.27, 0.07, 1.1],
    ['2025-02-26T16:29:59Z', 0.27, 0.07, 1.1],
    ['2025-02-26T16:30:00Z', 0.135, 0.035, 0.55],
    ['2025-03-01T00:29:59Z', 0.135, 0.035, 0.55],
    ['2025-03-01T00:30:00Z', 0.27, 0.07, 1.1],
    ['2025-09-05T16:30:00Z', 0.56, 0.07, 1.68],
    ['2025-09-29T00:00:00Z', 0.28, 0.028, 0.42],
    ['2026-04-24T00:00:00Z', 0.14, 0.028, 0.28],
    ['2026-04-26T00:00:00Z', 0.14, 0.0028, 0.28],
    ['2026-08-16T16:00:00Z', 0.22, 0.007, 0.66],
    ['2026-08-17T01:00:00Z', 0.44, 0.014, 1.32],
    ['2026-08-17T04:00:00Z', 0.22, 0.007, 0.66],
    ['2026-08-17T09:59:59.999Z', 0.44, 0.014, 1.32],
    ['2026-08-22T02:00:00Z', 0.44, 0.014, 1.32], // a Saturday, while weekends had peak hours
    ['2026-08-23T02:00:00Z', 0.22, 0.007, 0.66], // a Sunday, when they had no more
    ['2026-09-10T09:00:00+08:00', 0.3, 0.006, 1.2],
    ['2026-09-25T02:00:00Z', 0.15, 0.003, 0.6], // the Mid-Autumn Festival
    ['2026-10-08T02:00:00Z', 0.3, 0.006, 1.2],
  ])('%s', async (at, miss, hit, output) => {
    const usage = chat(2000, 1000, { prompt_cache_hit_tokens: 500, prompt_cache_miss_tokens: 1500 })
    const cost = worked(`1500@${miss} 500@${hit} 1000@${output}`)
    expect(await priced({ model: 'deepseek-chat', at, usage })).toBe(cost)
  })

  test('had no price before the first', async () => {
    const call = { model: 'deepseek-chat', at: '2024-12-25T23:59:59Z', usage: chat(1, 1) }
    expect(await priced(call)).toBe('before first price')
  })
})

describe('a line of our own log that names no provider', () => {
  const line = { timestamp: '2026-04-01T00:00:00Z', model: 'gpt-5.4', usage: chat(1000, 100) }

  test.each([
    ['mode', { mode: 'batch' }, '1000@1.25 100@7.50'],
    ['region', { provider: null, region: 'eu' }, '1000@2.50 100@15 ×1.1'],
    ['fees', { fees: { web_search: 2 } }, '1000@2.50 100@15 +2×0.01'],
    ['fees alone', { model: 'gemini-2.5-pro', usage: {}, fees: { cache_hour: '0.2' } }, '+0.2×4.50'],
  ])('is priced by its %s all the same', async (_, more, cost) => {
    expect(await pricedLine({ ...line, ...more })).toBe(worked(cost))
  })
})

test('a cost by the hour of audio is rounded once, and the report says so', async () => {
  // 37 × 0.04 / 3600 = 0.000411…, and 45 of them are 37 × 0.0005
  const line = { timestamp: '2026-04-01', provider: 'groq', model: 'whisper-large-v3-turbo' }
  const calls = Array.from({ length: 45 }, () => ({ ...line, usage: { type: 'duration', seconds: 37 } }))
  expect(await pricedLine(calls[0]!)).toBe('0.000411111111111111')
  expect(await pricedLine(...calls)).toBe('0.0185')
})
