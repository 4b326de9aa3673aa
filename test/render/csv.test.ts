import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderCsv } from '../../src/render/csv.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reports } from './any-report.ts'
import { reportOf, row } from './report-builder.ts'
import { BY_DAY, EMPTY, HOSTILE, UNPRICED } from './sample-reports.ts'

const OPTIONS = { width: null, color: false, lang: 'en' } as const
const csv = (report: TokenUsageReport) => renderCsv(report, OPTIONS)

/** A reader of RFC 4180 that shares nothing with the writer: one state machine over characters. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let [cells, cell, quoted] = [[] as string[], '', false]
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (quoted && char === '"' && text[i + 1] === '"') cell += text[++i]
    else if (char === '"') quoted = !quoted
    else if (quoted) cell += char
    else if (char === ',') [cells, cell] = [[...cells, cell], '']
    else if (char === '\n') {
      rows.push([...cells, cell])
      cells = []
      cell = ''
    } else cell += char
  }
  if (quoted || cell !== '' || cells.length > 0) throw new Error('the last line does not end')
  return rows
}

test('looks as in the golden files', async () => {
  await expect(csv(UNPRICED)).toMatchFileSnapshot('golden/unpriced.csv')
  await expect(csv(BY_DAY)).toMatchFileSnapshot('golden/by-day.csv')
})

test('an empty report has a header and no rows', () => {
  expect(read(csv(EMPTY))).toHaveLength(1)
})

test('whatever the report, an independent reader gets every row with its exact numbers', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const [header, ...rows] = read(csv(report))
      expect(rows).toHaveLength(report.groups.length)
      const at = (cells: readonly string[], name: string) => cells[header!.indexOf(name)]
      for (const [index, group] of report.groups.entries()) {
        const cells = rows[index]!
        expect(cells).toHaveLength(header!.length)
        expect(at(cells, 'input_tokens')).toBe(String(group.input_tokens))
        expect(at(cells, 'total_tokens')).toBe(String(group.total_tokens))
        expect(at(cells, 'cost_usd')).toBe(group.cost_usd === null ? '' : group.cost_usd.toString())
      }
    }),
  )
})

test('no line begins like a workflow command of GitHub Actions, and the name stays the same', () => {
  const text = csv(reportOf([['::error::x', row({})]]))
  expect(text).not.toMatch(/^\s*::/m)
  expect(read(text)[1]![0]).toBe('::error::x')
})

test('a reader of CSV that is not ours reads the same, hostile names too', () => {
  const byOther = (text: string) => parse(text, { relax_column_count: false }) as string[][]
  expect(byOther(csv(HOSTILE))).toEqual(read(csv(HOSTILE)))
  fc.assert(
    fc.property(reports, (report) => {
      expect(byOther(csv(report))).toEqual(read(csv(report)))
    }),
  )
})

describe('names', () => {
  const nameOf = (name: string) => read(csv(reportOf([[name, row()]])))[1]![0]

  test.each(['gpt-4o', 'a,b', 'say "hi"', '模型 🚀', 'path\\name', ' padded ', '', "it's"])(
    '%j comes back as it was',
    (name) => {
      expect(nameOf(name)).toBe(name)
    },
  )

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '=HYPERLINK("http://evil","x")'])('%j is no formula', (name) => {
    expect(nameOf(name)).toBe(`'${name}`)
  })

  test('control characters are written out', () => {
    expect(nameOf('\u001b[31m\r\n\t')).toBe('\\u001b[31m\\u000d\\u000a\\u0009')
    expect(csv(HOSTILE).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })
})
