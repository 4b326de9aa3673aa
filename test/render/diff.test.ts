import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIFF_RENDERERS } from '../../src/render/diff-formats.ts'
import { renderDiffJson } from '../../src/render/diff-json.ts'
import { renderDiffMarkdown } from '../../src/render/diff-markdown.ts'
import { renderDiffTable } from '../../src/render/diff-table.ts'
import { widthOf } from '../../src/render/width.ts'
import { type Baseline, diffReports } from '../../src/report/diff.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reports } from './any-report.ts'
import { bucket, reportOf, row, usd } from './report-builder.ts'
import { HOSTILE } from './sample-reports.ts'

const OPTIONS = { width: null, color: false, lang: 'en' } as const
const NONE: Baseline = { name: 'base.json', report: null, missing: 'base.json: it does not exist' }
const baseline = (report: TokenUsageReport): Baseline => ({ name: 'base.json', report, missing: null })
const head = (report: TokenUsageReport) => ({ name: 'cost.json', report })

const sides = fc
  .tuple(fc.option(reports, { freq: 4 }), reports)
  .map(([base, after]) => diffReports(base === null ? NONE : baseline(base), head(after)))

const schema = JSON.parse(readFileSync(new URL('../../schema/diff.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allErrors: true }).compile(schema)

/** `count` models called m0, m1 …, of one million input tokens each at `rate` dollars per million. */
function models(count: number, rate: (index: number) => number): TokenUsageReport {
  return reportOf(
    Array.from({ length: count }, (_, index) => {
      const [cost, tokens] = [usd(String(rate(index))), { input: 1_000_000 }]
      const priced_as = [bucket({ matched: 'exact', tokens, rates_per_mtok: { input: cost }, cost_usd: cost })]
      return [`m${index}`, row({ input_tokens: 1_000_000, cost_usd: cost, priced_as })] as const
    }),
  )
}

describe('any comparison', () => {
  test('is valid by its schema', () => {
    fc.assert(
      fc.property(sides, (diff) => {
        expect(validate(JSON.parse(renderDiffJson(diff))) || validate.errors).toBe(true)
      }),
    )
  })

  test('is drawn in every format without a control character, and ends its last line', () => {
    fc.assert(
      fc.property(sides, (diff) => {
        for (const { render } of DIFF_RENDERERS) {
          const text = render(diff, OPTIONS)
          expect(text.endsWith('\n')).toBe(true)
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
        }
      }),
    )
  })

  test('keeps its Markdown table in columns', () => {
    fc.assert(
      fc.property(sides, (diff) => {
        const rows = renderDiffMarkdown(diff, {})
          .split('\n')
          .filter((line) => line.startsWith('| '))
        for (const line of rows) expect(line.match(/\|/g)).toHaveLength(6)
      }),
    )
  })
})

test('Markdown tells a model from the sum of the others: names are code', () => {
  const forty = diffReports(baseline(models(40, () => 1)), head(models(40, (index) => 1 + index)))
  const page = renderDiffMarkdown(forty, {})
  expect(page).toContain('\n| `m39` | ')
  expect(page).toContain('\n| 32 models more | ')
})

describe('the table', () => {
  test('of forty models is one screen of 80 columns and 24 lines, with the greatest changes and the sum of the others', () => {
    const text = renderDiffTable(diffReports(baseline(models(40, () => 1)), head(models(40, (index) => 1 + index))), {
      width: 80,
      color: false,
    })
    const lines = text.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(24)
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([])
    expect(lines[2]).toMatch(/^m39 +\$1\.00 +\$40\.00 +\+\$39\.00 +\+3,900%$/)
    // 1 + 2 + … + 31 of the 32 models that are not shown, one of them unchanged.
    expect(text).toMatch(/^32 models more +\$32\.00 +\$528\.00 +\+\$496\.00$/m)
    // 0 + 1 + … + 39
    expect(text).toMatch(/^Total +\$40\.00 +\$820\.00 +\+\$780\.00 +\+1,950%$/m)
    expect(text).toMatch(/^Price +\+\$780\.00 /m)
  })

  test('never cuts a hostile name or lets it out of its cell', () => {
    const text = renderDiffTable(diffReports(NONE, head(HOSTILE)), { width: 60, color: false })
    expect(text.split('\n').filter((line) => widthOf(line) > 60)).toEqual([])
  })

  test('says that there is no baseline, and why', () => {
    const text = renderDiffTable(diffReports(NONE, head(models(1, () => 1))), { width: 80, color: false })
    expect(text).toContain('there is no baseline, so nothing to compare with: base.json: it does not exist')
    expect(text).not.toContain('Volume')
  })

  test('shows amounts as the reports of both sides do, and of a smaller one its first digits', () => {
    const [before, after] = [models(1, () => 0.0016), models(1, () => 19_330.086)]
    const text = renderDiffTable(diffReports(baseline(before), head(after)), { width: 80, color: false })
    expect(text).toMatch(/^Total +\$0\.0016 +\$19,330\.09 +\+\$19,330\.08 +>\+10,000%$/m)
    const half = diffReports(baseline(models(1, () => 2.5)), head(models(1, () => 2.504)))
    expect(renderDiffTable(half, { width: 80, color: false })).toMatch(
      /^Total +\$2\.50 +\$2\.50 +\+\$0\.004 +\+0\.2%$/m,
    )
    const small = diffReports(baseline(models(1, () => 0.0512)), head(models(1, () => 0.0612)))
    expect(renderDiffTable(small, { width: 80, color: false })).toMatch(/^Total +\$0\.0512 +\$0\.0612 +\+\$0\.0100 /m)
  })

  test('counts percents up to ten thousand', () => {
    const percent = (to: number) =>
      /\S+$/m.exec(
        renderDiffTable(diffReports(baseline(models(1, () => 1)), head(models(1, () => to))), OPTIONS).split('\n')[2]!,
      )
    expect(percent(101)![0]).toBe('+10,000%')
    expect(percent(101.01)![0]).toBe('>+10,000%')
  })

  test('warns as a report does', () => {
    const text = renderDiffTable(diffReports(baseline(models(1, () => 1)), head(HOSTILE)), {
      width: null,
      color: false,
    })
    expect(text).toMatch(/^Warning: head: No price is known for /m)
  })

  test('says when nothing changed', () => {
    const same = models(2, () => 1)
    const text = renderDiffTable(diffReports(baseline(same), head(same)), { width: 80, color: false })
    expect(text).toMatch(/^2 models without a change +\$2\.00 +\$2\.00 +\$0\.00$/m)
  })
})
