import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

async function reportOf(...argv: readonly string[]): Promise<TokenUsageReport> {
  const { exit, stdout } = await run(['report', '--json', '--quiet', '--no-config', ...argv], { cwd: ROOT })
  expect(exit).toBe(0)
  return parseSavedReport(stdout)
}

const demo = await reportOf('fixtures/demo', '--insights')
const insights = demo.insights!

describe('insights of fixtures/demo, worked out from its counts in test/house/demo.test.ts', () => {
  test('caching: reads at their price and writes for an hour at twice the input, against plain input', () => {
    // Reads: 39,110 × 0.50 + 1,024 × 1.25 + 16,000 × 0.25 + 13,000 × 0.125 = 26,460.
    // Plain: (39,110 + 21,400) × 5 + 1,024 × 2.50 + 16,000 × 2.50 + 13,000 × 1.25 = 361,360.
    // For an hour: 21,400 × 10 = 214,000; for five minutes it would be 21,400 × 6.25 = 133,750.
    const { cache } = insights
    expect(plain(cache)).toEqual({
      hit_rate: '0.559577', // 69,134 / 123,547
      read_tokens: 69_134,
      write_5m_tokens: 0,
      write_1h_tokens: 21_400,
      read_cost_usd: '0.02646',
      write_5m_cost_usd: '0',
      write_1h_cost_usd: '0.214',
      write_1h_cost_as_5m_usd: '0.13375',
      uncached_cost_usd: '0.36136',
      saved_usd: '0.1209', // 0.36136 − 0.02646 − 0.214
      left_out_tokens: 0,
    })
  })

  test('the mean call is the total over the priced calls; the unpriced one is left out', () => {
    // 0.4320488 / 12
    expect(plain(insights.cost_per_call)).toMatchObject({ count: 12, left_out: 1, mean_usd: '0.036004066667' })
  })

  test('days, hours, hours of the week, and undated calls add up to the report', () => {
    for (const rows of [insights.by_day, insights.by_hour, insights.by_weekday_hour]) {
      const all = [...rows, insights.undated]
      expect(all.reduce((sum, row) => sum + row.call_count, 0)).toBe(demo.call_count)
      expect(all.reduce((sum, row) => sum + row.input_tokens + row.output_tokens, 0)).toBe(demo.total_tokens)
      const cost = all.reduce(
        (sum, { cost_usd }) => (cost_usd === null ? sum : cost_usd.plus(sum)),
        demo.total_cost_usd.times(0),
      )
      expect(cost.toString()).toBe(demo.total_cost_usd.toString())
    }
    // 2026-09-21 is a Monday.
    expect([...new Set(insights.by_weekday_hour.map(({ weekday, hour }) => `${weekday} ${hour}`))]).toEqual(['1 8'])
  })

  test('sessions and calls are named dearest first', () => {
    expect(insights.session_count).toBe(3)
    const costs = insights.dearest_calls.map(({ cost_usd }) => cost_usd!)
    expect(costs.every((cost, i) => i === 0 || cost.compare(costs[i - 1]!) <= 0)).toBe(true)
    expect(costs[0]?.toString()).toBe(insights.cost_per_call.max_usd?.toString())
  })

  test('another model costs what --reprice-as totals', async () => {
    const priced = insights.other_models.filter(({ unpriced_tokens }) => unpriced_tokens === 0)
    expect(priced.length).toBeGreaterThan(0)
    for (const { model, cost_usd } of priced) {
      const supposed = await reportOf('fixtures/demo', '--reprice-as', model)
      expect(cost_usd?.toString()).toBe(supposed.total_cost_usd.toString())
    }
  })
})

describe('the worked example of docs/insights.md', () => {
  test('has the figures that the page works out', async () => {
    const line = (id: number, usage: object) =>
      JSON.stringify({
        ...{ type: 'assistant', sessionId: 's', timestamp: `2026-09-21T08:0${id}:00Z`, requestId: `r${id}` },
        message: { id: `m${id}`, type: 'message', role: 'assistant', model: 'claude-opus-4-6', content: [], usage },
      })
    const hour = { cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 20_000 } }
    const log = [
      line(1, { input_tokens: 1000, cache_creation_input_tokens: 20_000, ...hour, output_tokens: 1000 }),
      line(2, { input_tokens: 1000, cache_read_input_tokens: 20_000, output_tokens: 3000 }),
    ].join('\n')
    const { stdout } = await run(['report', '-', '--json', '--insights', '--no-config'], { cwd: ROOT, stdin: log })
    const { cache, cost_per_call, cost_per_session } = parseSavedReport(stdout).insights!
    expect(plain(cache)).toMatchObject({
      hit_rate: '0.47619',
      uncached_cost_usd: '0.2',
      saved_usd: '-0.01',
      write_1h_cost_as_5m_usd: '0.125',
    })
    expect(plain(cost_per_call)).toMatchObject({
      mean_usd: '0.16',
      median_usd: '0.16',
      p95_usd: '0.23',
      max_usd: '0.23',
    })
    expect(plain(cost_per_session)).toMatchObject({ count: 1, mean_usd: '0.32', max_usd: '0.32' })
  })
})

test('a session of which a part has no price is a lower bound, in every figure', async () => {
  const call = (model: string, session: string) =>
    JSON.stringify({ v: 1, model, usage: { prompt_tokens: 1000, completion_tokens: 0 }, attributes: { session } })
  const log = [call('gpt-4o', 'a'), call('nobody-knows', 'a'), call('gpt-4o', 'b'), call('nobody-knows', 'c')].join(
    '\n',
  )
  const argv = ['report', '-', '--insights', '--no-config']
  const { stdout } = await run([...argv, '--json'], { cwd: ROOT, stdin: log })
  const { cost_per_call, cost_per_session } = parseSavedReport(stdout).insights!
  // 1,000 × $2.50 / 1,000,000, in session a beside a call of unknown cost; session c has no cost at all.
  expect(plain(cost_per_session)).toMatchObject({ count: 2, left_out: 1, lower_bounds: 1, mean_usd: '0.0025' })
  expect(plain(cost_per_call)).toMatchObject({ count: 2, left_out: 2, lower_bounds: 0, mean_usd: '0.0025' })
  const table = await run(argv, { cwd: ROOT, stdin: log })
  expect(table.stdout).toContain('Per call: mean $0.0025,')
  expect(table.stdout).toContain('Per session: mean ≥ $0.0025, median ≥ $0.0025, p95 ≥ $0.0025, max ≥ $0.0025')
})

describe('--insights', () => {
  test('is null in JSON unless it is asked for', async () => {
    expect((await reportOf('fixtures/demo')).insights).toBe(null)
  })

  test('survives a saved report, digit for digit', () => {
    const text = renderJson(demo, { width: null, color: false, lang: 'en' })
    expect(parseSavedReport(text)).toEqual(demo)
  })

  test('is null where reports are added up, and says so', async () => {
    const text = renderJson(demo, { width: null, color: false, lang: 'en' })
    const folder = folderWith({ 'a.json': text, 'b.json': text.replace('"call_count": 13', '"call_count":  13') })
    const { stdout, stderr } = await run(['report', '--json', '--insights', folder], { cwd: ROOT })
    expect(parseSavedReport(stdout)).toMatchObject({ call_count: 26, insights: null })
    expect(stderr).toContain('no insights: reports that are added up hold sums, not the single calls')
  })

  test('a saved report from before they were known reads as null', () => {
    const { insights: _, ...before } = JSON.parse(renderJson(demo, { width: null, color: false, lang: 'en' }))
    expect(parseSavedReport(JSON.stringify(before)).insights).toBe(null)
  })

  test('--compare refuses a model without a price', async () => {
    const { exit, stderr } = await run(['report', 'fixtures/demo', '--compare', 'acme-coder-2'], { cwd: ROOT })
    expect(exit).toBe(2)
    expect(stderr).toContain('--compare: no price for "acme-coder-2"')
  })

  test('--compare names models that are near', async () => {
    const { stderr } = await run(['report', 'fixtures/demo', '--compare', 'gpt4o', '--at', '2026-01-01'], { cwd: ROOT })
    expect(stderr).toMatch(/no price for "gpt4o"\nNear it are: .*openai\/gpt-4o.*; tokencost pricing list shows all/)
  })

  test('stands below the table', async () => {
    const { stdout } = await run(['report', 'fixtures/demo', '--insights'], { cwd: ROOT })
    expect(stdout).toContain(
      'Cache: 56% of the input was read from it; caching saved $0.1209 ($0.2405 instead of $0.3614)',
    )
  })

  test('is defined term by term in docs/insights.md', () => {
    const page = readFileSync(join(ROOT, 'docs/insights.md'), 'utf8')
    for (const key of [
      ...Object.keys(insights),
      ...Object.keys(insights.cache),
      ...Object.keys(insights.cost_per_call),
    ])
      expect(page).toContain(`\`${key}\``)
  })
})

function plain(values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      value !== null && typeof value === 'object' ? String(value) : value,
    ]),
  )
}
