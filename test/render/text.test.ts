import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderText } from '../../src/render/text.ts'
import { reports } from './any-report.ts'
import { CALLS_UNKNOWN, EMPTY, HOSTILE, UNPRICED } from './sample-reports.ts'
import { terminalWidth } from './width.ts'

const english = { width: null, color: false, lang: 'en' } as const
const chinese = { ...english, lang: 'zh' } as const

describe.each([english, chinese])('in $lang', (options) => {
  const { lang } = options

  test('a report with unpriced models looks as in the golden file', async () => {
    await expect(renderText(UNPRICED, options)).toMatchFileSnapshot(`golden/text-${lang}.txt`)
  })

  test('unknown calls are marked and explained', () => {
    const text = renderText(CALLS_UNKNOWN, options)
    expect(text).toMatch(/ ≥ 5$/m)
    expect(text).toMatch(/ \?$/m)
    expect(text.match(/\? .{1,5} ≥/g)).toHaveLength(1)
  })

  test('an empty report says that nothing was found', () => {
    expect(renderText(EMPTY, options)).toMatch(/No model call was found|没有找到任何模型调用/)
  })

  test('the numbers of all fields end in the same column', () => {
    const ends = renderText(UNPRICED, options)
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .map(terminalWidth)
    expect(new Set(ends).size).toBe(1)
  })

  test('whatever the report, lines fit the terminal and colours add nothing but colour', () => {
    fc.assert(
      fc.property(reports, fc.integer({ min: 44, max: 120 }), (report, width) => {
        const plain = renderText(report, { ...options, width })
        expect(stripVTControlCharacters(renderText(report, { ...options, width, color: true }))).toBe(plain)
        for (const line of plain.split('\n')) expect(terminalWidth(line)).toBeLessThanOrEqual(width)
        expect(plain.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

test('headings are those of the original report', () => {
  expect(renderText(UNPRICED, english)).toMatch(/^Token Usage Report\n/)
  expect(renderText(UNPRICED, chinese)).toMatch(/^Token 使用报告\n/)
})

test('every row of a hostile report is there', () => {
  expect(renderText(HOSTILE, english).match(/^ {2}Cost /gm)).toHaveLength(Object.keys(HOSTILE.models_breakdown).length)
})
