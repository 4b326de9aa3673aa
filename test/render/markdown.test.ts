import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMarkdown } from '../../src/render/markdown.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reports } from './any-report.ts'
import { fileAccount, reportOf, row, usd } from './report-builder.ts'
import { GATED, HOSTILE_GATES } from './sample-gates.ts'
import { BY_DAY, EMPTY, HOSTILE, PRICED, UNPRICED } from './sample-reports.ts'

const OPTIONS = { width: null, color: false, lang: 'en' } as const
const markdown = (report: TokenUsageReport, more: { tag?: string; maxLength?: number } = {}) =>
  renderMarkdown(report, { ...OPTIONS, ...more })

test.each(Object.entries({ UNPRICED, BY_DAY, EMPTY, HOSTILE, GATED, HOSTILE_GATES }))(
  '%s looks as in the golden file',
  async (name, report) => {
    await expect(markdown(report)).toMatchFileSnapshot(`golden/${name.toLowerCase().replace('_', '-')}.md`)
  },
)

describe('the hidden first line', () => {
  test('names the tag', () => {
    expect(markdown(PRICED)).toMatch(/^<!-- tokencost:report -->\n/)
    expect(markdown(PRICED, { tag: 'nightly' })).toMatch(/^<!-- tokencost:nightly -->\n/)
  })

  test('cannot be left by a tag', () => {
    expect(markdown(PRICED, { tag: 'x --> <b>' })).toMatch(/^<!-- tokencost:x-b- -->\n/)
  })
})

describe('text from logs', () => {
  const cellOf = (name: string) =>
    /^\| (.*?) \| 1 \|/m.exec(markdown(reportOf([[name, row({ cost_usd: usd('1') })]])))?.[1]

  test('a plain name is code', () => {
    expect(cellOf('claude-sonnet-4-5')).toBe('`claude-sonnet-4-5`')
    expect(cellOf('@team/model#7')).toBe('`@team/model#7`')
  })

  test.each([
    ['a|b', '<code>a&#124;b</code>'],
    ['`', '<code>&#96;</code>'],
    ['<script>', '<code>&#60;script&#62;</code>'],
    ['a\\', '<code>a&#92;</code>'],
    ['a&amp;b*c*', '<code>a&#38;amp&#59;b&#42;c&#42;</code>'],
  ])('%s has no markup', (name, cell) => {
    expect(cellOf(name)).toBe(cell)
  })

  test('a warning mentions nobody and links nowhere', () => {
    const message = 'see @admin, #12, https://evil.example, www.evil.example, *x* [a](b) <img>'
    expect(markdown({ ...PRICED, warnings: [{ code: 'x', message }] })).toContain(
      '> - see @&#8203;admin, #&#8203;12, https:&#8203;//evil.example, www&#8203;.evil.example, &#42;x&#42; &#91;a&#93;(b) &#60;img&#62;\n',
    )
  })

  test.each([
    ['# EOF', '&#35; EOF'],
    ['### x', '##&#35; x'],
    ['- x', '&#45; x'],
    ['+ x', '&#43; x'],
    ['1. x', '1&#46; x'],
    ['2) x', '2&#41; x'],
    ['#x', '#&#8203;x'],
    ['GH-12', 'GH&#8203;-12'],
    ['4.5 x', '4.5 x'],
  ])('a warning that begins with %j is a sentence, no heading and no list', (message, shown) => {
    expect(markdown({ ...PRICED, warnings: [{ code: 'x', message }] })).toContain(`> - ${shown}\n`)
  })

  test('whatever the report, every table is whole: all its lines have as many cells as its head', () => {
    fc.assert(
      fc.property(reports, (report) => {
        for (const table of markdown(report).match(/(^\|.*\n)+/gm) ?? []) {
          const cells = table
            .trimEnd()
            .split('\n')
            .map((line) => line.split('|').length)
          expect(new Set(cells).size).toBe(1)
        }
      }),
    )
  })
})

describe('what is too long is left out section by section', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => index)
  const report: TokenUsageReport = {
    ...reportOf(many(50).map((index) => [`model-${index}`, row({ cost_usd: usd('1') })])),
    warnings: [{ code: 'truncated', message: 'the last line of x is cut' }],
    input: { ...PRICED.input, by_file: many(200).map((index) => fileAccount(`logs/${index}.jsonl`)) },
  }
  const [full, withoutFiles, withoutRows] = [
    markdown(report).length,
    markdown({ ...report, input: PRICED.input }).length,
    markdown({ ...report, groups: [], models_breakdown: {}, input: PRICED.input }).length,
  ]

  test('nothing, when there is room', () => {
    expect(markdown(report, { maxLength: full })).toBe(markdown(report))
  })

  test('the files first', () => {
    const page = markdown(report, { maxLength: full - 1 })
    expect(page).toHaveLength(withoutFiles)
    expect(page).toContain('`model-49`')
    expect(page).not.toContain('logs/0.jsonl')
  })

  test('then the rows, all of them', () => {
    const page = markdown(report, { maxLength: withoutFiles - 1 })
    expect(page).not.toContain('`model-')
    expect(page).toContain('50 rows, too long to show here.')
    expect(page).toContain('the last line of x is cut')
    expect(page).toContain('### Token cost: $50.00')
    expect(page).toContain('9,412 lines')
    expect(page.length).toBeLessThan(withoutRows + 200)
  })

  test('then the warnings, and the limits last', () => {
    const limits = '❌ **max-cost-per session**'
    expect(markdown(GATED, { maxLength: 2_000 })).toContain(limits)
    const least = markdown(GATED, { maxLength: 1 })
    expect(least).not.toContain(limits)
    expect(least).toContain('3 limits of 6 kept, too long to show here.')
  })

  test('nothing is said of sections that are empty anyway', () => {
    const page = markdown(EMPTY, { maxLength: 1 })
    expect(page).toContain('1 warning, too long to show here.')
    expect(page).not.toContain('0 rows')
  })

  test('a comment of GitHub takes it: 65,536 characters at most', () => {
    const large = reportOf(many(3_000).map((index) => [`model-${index}`, row({ cost_usd: usd('1') })]))
    expect(markdown(large).length).toBeLessThan(65_536)
  })
})
