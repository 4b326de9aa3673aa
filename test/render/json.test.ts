import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonReport, renderJson } from '../../src/render/json.ts'
import { renderJsonl } from '../../src/render/jsonl.ts'
import type { RenderOptions } from '../../src/render/renderer.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'
import { reports } from './any-report.ts'
import { reportOf, row, usd } from './report-builder.ts'
import { GATED, HOSTILE_GATES } from './sample-gates.ts'
import { BY_DAY, EMPTY, HOSTILE, HOSTILE_NAMES, PRICED, TINY, UNPRICED } from './sample-reports.ts'

const OPTIONS: RenderOptions = { width: null, color: false, lang: 'en' }
const written = (report: TokenUsageReport) => renderJson(report, OPTIONS)

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allErrors: true }).compile(schema)

describe('the wire contract', () => {
  test.each(Object.entries({ PRICED, UNPRICED, TINY, EMPTY, BY_DAY, HOSTILE, GATED, HOSTILE_GATES }))(
    '%s is valid by the schema',
    (_, report) => {
      expect(validate(JSON.parse(written(report))) || validate.errors).toBe(true)
      expect(parseSavedReport(written(report))).toEqual(report)
    },
  )

  test('a report from before there were limits has none', () => {
    const { gates: _, ...older } = JSON.parse(written(GATED))
    expect(parseSavedReport(JSON.stringify(older)).gates).toEqual([])
  })

  test('many rows come in pieces that are valid together, no row lost', () => {
    const [group] = BY_DAY.groups
    const groups = Array.from({ length: 1000 }, (_, index) => ({ ...group!, keys: { day: `day-${index}` } }))
    const pieces = [...jsonReport({ ...BY_DAY, groups }, OPTIONS)]
    expect(pieces.length).toBeGreaterThan(5)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000)
    expect(parseSavedReport(pieces.join('')).groups).toEqual(groups)
  })

  test('rows as JSON lines look as in the golden file', async () => {
    await expect(renderJsonl(BY_DAY, OPTIONS)).toMatchFileSnapshot('golden/by-day.jsonl')
  })

  test('any report is valid by the schema and comes back from its text as it was', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const text = written(report)
        expect(validate(JSON.parse(text)) || validate.errors).toBe(true)
        const back = parseSavedReport(text)
        expect(back).toEqual(report)
        expect(written(back)).toBe(text)
      }),
    )
  })

  test('the schema does not let a key go, a new one in, or a number out of its range', () => {
    const { call_count: _, ...withoutCalls } = JSON.parse(written(PRICED))
    expect(validate(withoutCalls)).toBe(false)
    expect(validate({ ...JSON.parse(written(PRICED)), extra: 1 })).toBe(false)
    expect(validate({ ...JSON.parse(written(PRICED)), total_tokens: -1 })).toBe(false)
    expect(validate({ ...JSON.parse(written(PRICED)), total_tokens: 1.5 })).toBe(false)
  })

  test('the schema tells the meaning of every key', () => {
    const undescribed = (node: unknown, path: string): string[] => {
      if (typeof node !== 'object' || node === null) return []
      const properties = Object.entries((node as { properties?: Record<string, object> }).properties ?? {})
      return [
        ...properties
          .filter(([, value]) => !('description' in value || '$ref' in value || 'const' in value))
          .map(([key]) => `${path}.${key}`),
        ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${path}.${key}`)),
      ]
    }
    expect(undescribed(schema, '')).toEqual([])
  })

  test('keys stand in the order of the contract, however the report was put together', () => {
    const backwards = <T extends object>(object: T) => Object.fromEntries(Object.entries(object).reverse()) as T
    const report = { ...backwards(PRICED), input: backwards(PRICED.input), period: backwards(PRICED.period) }
    expect(written(report)).toBe(written(PRICED))
    expect(Object.keys(JSON.parse(written(report))).slice(0, 7)).toEqual([
      'schema_version',
      'total_cost_usd',
      'total_input_tokens',
      'total_output_tokens',
      'total_tokens',
      'call_count',
      'models_breakdown',
    ])
  })

  test('the report of one small call looks as in the golden file', async () => {
    await expect(written(TINY)).toMatchFileSnapshot('golden/tiny.json.txt')
  })
})

describe('numbers and names', () => {
  test('money keeps every digit, also more than a float has', () => {
    const digits = '12345678901234567.000000000000000001'
    const text = written(reportOf([['x', row({ cost_usd: usd(digits) })]]))
    expect(text).toContain(`"total_cost_usd": ${digits},`)
    expect(parseSavedReport(text).total_cost_usd.toString()).toBe(digits)
  })

  test('zero is 0 and never -0', () => {
    const text = written(reportOf([['x', row({ input_tokens: -0, cost_usd: usd('-0.0') })]]))
    expect(text).toContain('"total_cost_usd": 0,')
    expect(text).not.toMatch(/: -0/)
  })

  test('every hostile name is a key like any other', () => {
    const breakdown = JSON.parse(written(HOSTILE)).models_breakdown
    expect(Object.keys(breakdown).sort()).toEqual([...HOSTILE_NAMES].sort())
    expect(Object.hasOwn(breakdown, '__proto__')).toBe(true)
  })

  test('no raw control character is in the text, not even those that JSON allows', () => {
    expect(written(HOSTILE).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })
})

describe('jsonl', () => {
  const rowsOf = (report: TokenUsageReport) =>
    renderJsonl(report, OPTIONS)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))

  test('has the rows of `groups`, one per line', () => {
    for (const report of [UNPRICED, BY_DAY, HOSTILE]) expect(rowsOf(report)).toEqual(JSON.parse(written(report)).groups)
  })

  test('has the models where the report has no groups', () => {
    expect(rowsOf({ ...PRICED, groups: [] })).toEqual(rowsOf(PRICED))
  })

  test('is empty for an empty report', () => {
    expect(renderJsonl(EMPTY, OPTIONS)).toBe('')
  })
})
