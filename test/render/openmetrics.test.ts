import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderOpenMetrics } from '../../src/render/openmetrics.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reports } from './any-report.ts'
import { reportOf, row, usd } from './report-builder.ts'
import { HOSTILE, PRICED, UNPRICED } from './sample-reports.ts'

const metrics = (report: TokenUsageReport) => renderOpenMetrics(report, { width: null, color: false, lang: 'en' })

/** The samples as the OpenMetrics grammar reads them; throws for a line outside of it. */
function samplesOf(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n')
  expect(lines.slice(-2)).toEqual(['# EOF', ''])
  const samples = new Map<string, string>()
  for (const line of lines.slice(0, -2)) {
    if (/^# (TYPE \w+ (counter|gauge)|HELP \w+ .+)$/.test(line)) continue
    const match = /^(\w+(?:\{\w+="(?:[^"\\]|\\["\\n])*"(?:,\w+="(?:[^"\\]|\\["\\n])*")*\})?) (\d+(?:\.\d+)?)$/.exec(
      line,
    )
    if (match === null) throw new Error(`not OpenMetrics: ${line}`)
    expect(samples.has(match[1]!)).toBe(false)
    samples.set(match[1]!, match[2]!)
  }
  return samples
}

test('looks as in the golden file', async () => {
  await expect(metrics(UNPRICED)).toMatchFileSnapshot('golden/unpriced.prom')
})

test('models stand in the order of rows, also those that are named like a number', () => {
  const report = reportOf([
    ['123', row({ cost_usd: usd('1') })],
    ['gpt-4o', row({ cost_usd: usd('2') })],
  ])
  expect([...metrics(report).matchAll(/calls_total\{model="(.*?)"/g)].map(([, name]) => name)).toEqual([
    'gpt-4o',
    '123',
  ])
})

test('kinds of tokens are disjoint: 923,456 + 44,000,000 + 3,200,000 + 612,340 = 48,735,796', () => {
  const samples = samplesOf(metrics(PRICED))
  const kind = (type: string) =>
    Number(samples.get(`tokencost_tokens_total{model="claude-sonnet-4-5-20250929",type="${type}"}`))
  expect(kind('input')).toBe(923_456)
  expect(kind('input') + kind('cache_read') + kind('cache_write') + kind('output')).toBe(48_735_796)
})

test('a model without a price has no cost', () => {
  const samples = samplesOf(metrics(UNPRICED))
  expect(samples.has('tokencost_cost_usd_total{model="my-company/fine-tune:v3"}')).toBe(false)
  expect(samples.get('tokencost_cost_complete')).toBe('0')
  expect(samples.get('tokencost_unpriced_models')).toBe('1')
})

describe('labels', () => {
  test('hostile names stay inside them, each series once', () => {
    expect(samplesOf(metrics(HOSTILE)).size).toBeGreaterThan(100)
  })

  test('whatever the report, the grammar holds', () => {
    fc.assert(fc.property(reports, (report) => void samplesOf(metrics(report))))
  })

  test('models beyond the hundredth share one, with their sums', () => {
    const models = Array.from(
      { length: 103 },
      (_, i) => [`m${i}`, row({ input_tokens: 5, cost_usd: usd('0.1') })] as const,
    )
    const samples = samplesOf(metrics(reportOf(models)))
    expect(samples.get('tokencost_calls_total{model="(other models)"}')).toBe('3')
    expect(samples.get('tokencost_tokens_total{model="(other models)",type="input"}')).toBe('15')
    expect(samples.get('tokencost_cost_usd_total{model="(other models)"}')).toBe('0.3')
  })
})
