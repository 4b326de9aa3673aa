import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RenderOptions } from '../../src/render/renderer.ts'
import { renderTable } from '../../src/render/table.ts'
import { renderText } from '../../src/render/text.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reports } from './any-report.ts'
import { reportOf, row, usd } from './report-builder.ts'
import { BY_DAY, CALLS_UNKNOWN, EMPTY, PRICED, ROUNDED, TINY, UNPRICED } from './sample-reports.ts'
import { terminalWidth } from './width.ts'

const PLAIN: RenderOptions = { width: null, color: false, lang: 'en' }

const shown = (report: TokenUsageReport, width: number | null = null) => renderTable(report, { ...PLAIN, width })
const widths = fc.integer({ min: 40, max: 240 })

describe('whatever the report and the width', () => {
  test('no line is wider than the terminal', () => {
    fc.assert(
      fc.property(reports, widths, (report, width) => {
        for (const line of shown(report, width).split('\n')) expect(terminalWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('without its colours the coloured table is the plain one', () => {
    fc.assert(
      fc.property(reports, fc.option(widths), (report, width) => {
        const colored = renderTable(report, { ...PLAIN, width, color: true })
        expect(stripVTControlCharacters(colored)).toBe(shown(report, width))
      }),
    )
  })

  test('no character of a name reaches the terminal that could control it or hide', () => {
    fc.assert(
      fc.property(reports, fc.option(widths), (report, width) => {
        expect(shown(report, width).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  test('input, output and calls of every row are there with all their digits', () => {
    fc.assert(
      fc.property(reports, widths, (report, width) => {
        const numbers = new Set(shown(report, width).match(/[\d,]+/g))
        for (const { input_tokens, output_tokens } of report.groups) {
          expect(numbers).toContain(input_tokens.toLocaleString('en-US'))
          expect(numbers).toContain(output_tokens.toLocaleString('en-US'))
        }
      }),
    )
  })

  test('nothing above zero is shown as zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 20 }), (units, scale) => {
        const cost = usd(`${units}e-${scale}`)
        const table = shown(
          reportOf([
            ['small', row({ cost_usd: cost })],
            ['large', row({ cost_usd: usd('1000') })],
          ]),
        )
        expect(/^small .*(\$[\d.,]+)/m.exec(table)?.[1]).toMatch(/[1-9]/)
      }),
    )
  })
})

describe('columns that go where it is too narrow', () => {
  const hiddenAt = (width: number) => /Too narrow for (.*?);/s.exec(shown(UNPRICED, width).replace(/\n +/g, ' '))?.[1]

  test('share, cache write, cache read, total: in this order, one at a time', () => {
    const steps = new Set<string | undefined>()
    for (let width = 130; width >= 60; width--) steps.add(hiddenAt(width))
    expect([...steps]).toEqual([
      undefined,
      'Share',
      'Cache write, Share',
      'Cache read, Cache write, Share',
      'Cache read, Cache write, Total, Share',
    ])
  })

  test('columns of zeros go first, so that the bars stay', () => {
    const uncached = reportOf([
      ['gpt-4o', row({ input_tokens: 1_000_000, output_tokens: 1_000, cost_usd: usd('2.51') })],
    ])
    const table = shown(uncached, 70)
    expect(table).toContain('███ 100%')
    expect(table).toContain('Too narrow for Cache read, Cache write;')
  })

  test('everything fits where the width is not known', () => {
    expect(hiddenAt(200)).toBeUndefined()
    expect(shown(UNPRICED)).toBe(shown(UNPRICED, 200))
  })

  test('below the narrowest table there is a block per row, with all columns', () => {
    const lines = shown(UNPRICED, 40).split('\n')
    expect(lines.filter((line) => line.includes('Cache write'))).toHaveLength(5)
    expect(lines[0]).toBe('claude-sonnet-4-5-20250929')
  })

  test('a long name is wrapped before a column is hidden', () => {
    const name = 'bedrock/us-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0'
    const table = shown(reportOf([[name, row({ input_tokens: 5, cost_usd: usd('1') })]]), 110)
    expect(table).not.toContain('Too narrow')
    expect(
      table
        .split('\n')
        .slice(2, 4)
        .map((line) => line.split('  ')[0])
        .join(''),
    ).toBe(name)
  })
})

describe('what stands in the cells', () => {
  test('wide characters keep the columns straight', () => {
    const table = shown(
      reportOf([
        ['模型-测试', row({ input_tokens: 1, cost_usd: usd('1') })],
        ['🚀rocket', row({ input_tokens: 2, cost_usd: usd('1') })],
        ['plain', row({ input_tokens: 3, cost_usd: usd('1') })],
      ]),
    )
    const ends = table
      .split('\n')
      .slice(0, 7)
      .map((line) => terminalWidth(line.slice(0, line.search(/ {2}(▏|█|$)/))))
    expect(new Set(ends.slice(2, 5)).size).toBe(1)
  })

  test('a row without a price is n/a and the total a lower bound, each explained', () => {
    const table = shown(UNPRICED)
    expect(table).toMatch(/^my-company\/fine-tune:v3 .* n\/a$/m)
    expect(table).toMatch(/^Total .*≥ \$53\.81$/m)
    expect(table).toContain('n/a  no price is known')
    expect(table).toContain('≥    at least')
  })

  test('a mark that stands nowhere is not explained', () => {
    const nothingPriced = reportOf([['a', row({ input_tokens: 10, cost_usd: null })]])
    const [table, text] = [shown(nothingPriced), renderText(nothingPriced, { width: 80, color: false, lang: 'en' })]
    for (const output of [table, text]) {
      expect(output).toMatch(/Total.* n\/a$/m)
      expect(output).not.toContain('≥')
    }
  })

  test('unknown calls are a question mark, partly known ones a lower bound', () => {
    const table = shown(CALLS_UNKNOWN)
    expect(table).toMatch(/^gpt-3\.5-turbo +\? /m)
    expect(table).toMatch(/^gpt-4 +≥ 5 /m)
    expect(table).toMatch(/^Total +≥ 5 /m)
    expect(table).toContain('Calls with ? or ≥')
  })

  test('rounded rows that do not add up are said to: 3 × 0.145 = 0.435, shown as 3 × $0.14 and $0.44', () => {
    const table = shown(ROUNDED)
    expect(table.match(/\$0\.14/g)).toHaveLength(3)
    expect(table).toMatch(/^Total .*\$0\.44$/m)
    expect(table).toContain('the rows are rounded one by one')
    expect(shown(PRICED)).not.toContain('rounded')
  })

  test('a small row with more digits than the total is no reason to say so: 0.4 + 0.000013 = 0.400013, shown as $0.4000', () => {
    const rows = ['0.4', '0.000013'].map((cost) => [cost, row({ cost_usd: usd(cost) })] as const)
    expect(shown(reportOf(rows))).not.toContain('rounded')
  })

  test('a small cost shows its digits', () => {
    expect(shown(TINY)).toMatch(/^gpt-4o-mini .* \$0\.000016 /m)
  })

  test('groups have a column per name, and days are told in the zone of the report', () => {
    const table = shown(BY_DAY)
    expect(table).toMatch(/^Day +Model +Calls/)
    expect(table).toMatch(/^2026-08-31 {2}claude-sonnet-4-5-20250929 /m)
    expect(table).toContain('Calls from 2026-08-31 20:12 to 2026-09-02 10:40 (America/Los_Angeles)')
  })

  test('a zone that this machine does not know is shown in UTC', () => {
    expect(shown({ ...PRICED, timezone: 'Mars/Olympus' })).toContain('2026-09-01 08:12 to 2026-09-23 17:40 (UTC)')
  })

  test('without any cost there is no share', () => {
    expect(shown(reportOf([['x', row({ cost_usd: null })]]))).not.toContain('Share')
  })
})

describe('below the table', () => {
  test('the accounting, the period, the prices and the logged cost', () => {
    const table = shown(UNPRICED)
    expect(table).toContain('3 files, 9,412 lines: 3,654 records, 1,210 duplicates, 4,546 other, 2 malformed\n')
    expect(table).toContain('Calls from 2026-09-01 08:12 to 2026-09-23 17:40 (UTC)\n')
    expect(table).toContain('List prices as of 2026-09-23 (built-in)\n')
    expect(table).toContain('The logs themselves state a cost of $54.10, $0.29 more than the total\n')
  })

  test('fees inside the cost, and files that were skipped', () => {
    const fees = { ...row().cost_breakdown_usd, fees: usd('0.2') }
    const report = reportOf([['x', row({ cost_usd: usd('1.2'), cost_breakdown_usd: fees })]])
    const table = shown({ ...report, input: { ...report.input, skipped_files: 1 } })
    expect(table).toContain('$0.20 of the cost are fees')
    expect(table).toContain('2 malformed; 1 file skipped\n')
  })

  test('five warnings of a kind, and how many more there are', () => {
    const warnings = Array.from({ length: 8 }, (_, index) => ({ code: 'malformed', message: `line ${index}` }))
    const table = shown({ ...PRICED, warnings })
    expect(table.match(/Warning: line/g)).toHaveLength(5)
    expect(table).toContain('Warning: 3 more of the kind malformed; --json shows them all')
  })

  test('an empty report is a sentence', () => {
    expect(shown(EMPTY)).toBe(
      [
        'No model call was found, so there is nothing to count.',
        '',
        '1 file, 2 lines: 0 records, 0 duplicates, 2 other, 0 malformed',
        '',
        'Warning: No usage was found in notes.jsonl.',
        '',
      ].join('\n'),
    )
  })
})

test('a name of a megabyte is shortened, not spread over the screen', () => {
  const table = shown(
    reportOf([
      ['模'.repeat(1_000_000), row()],
      ['b', row()],
    ]),
    120,
  )
  expect(table.length).toBeLessThan(5_000)
})
