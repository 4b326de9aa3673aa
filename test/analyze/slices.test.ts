import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import { renderJson } from '../../src/render/json.ts'
import type { GroupRow, TokenUsageReport } from '../../src/report/report.ts'
import { DIMENSIONS } from '../../src/tracker/dimensions.ts'
import type { Filter } from '../../src/tracker/filter.ts'
import { globMatches } from '../../src/tracker/glob.ts'
import { folderWith } from '../cli/folder.ts'
import { logFiles } from './random-logs.ts'
import { reportOn } from './reporting.ts'

const NAMES = DIMENSIONS.map(({ name }) => name)
const EVERYTHING: Filter = { since: null, until: null, conditions: [] }
const HOUR = 3_600_000
const START = Date.UTC(2026, 2, 1)

const conditions = fc.constantFrom(
  ...[
    { by: 'model', patterns: ['claude-*'] },
    { by: 'model', patterns: ['!gpt*', '!o3'] },
    { by: 'day', patterns: ['2026-03-01'] },
  ],
  ...[
    { by: 'session', patterns: ['s?'] },
    { by: 'session', patterns: ['(none)'] },
    { by: 'format', patterns: ['*-*'] },
  ],
)
const edge = fc.option(fc.integer({ min: -1, max: 14 }).map((hour) => START + hour * HOUR))
const filters: fc.Arbitrary<Filter> = fc.record({
  since: edge,
  until: edge,
  conditions: fc.uniqueArray(conditions, { maxLength: 2, selector: ({ by }) => by }),
})
const groupings = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Los_Angeles')

function writer(): (contents: readonly string[]) => string {
  const parent = folderWith()
  let count = 0
  return (contents) => {
    const folder = join(parent, String(count++))
    mkdirSync(folder)
    for (const [index, content] of contents.entries()) writeFileSync(join(folder, `${index}.jsonl`), content)
    return folder
  }
}

type Sums = readonly (number | string)[]

function sumOf(rows: readonly Pick<GroupRow, 'input_tokens' | 'output_tokens' | 'call_count' | 'cost_usd'>[]): Sums {
  const total = (of: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + of(row), 0)
  const cost = rows.reduce((sum, { cost_usd }) => sum.plus(cost_usd ?? Decimal.ZERO), Decimal.ZERO)
  return [
    total((row) => row.input_tokens),
    total((row) => row.output_tokens),
    total((row) => row.call_count),
    cost.toString(),
  ]
}

function totalsOf(report: TokenUsageReport): Sums {
  const { total_input_tokens, total_output_tokens, call_count, total_cost_usd } = report
  return [total_input_tokens, total_output_tokens, call_count, total_cost_usd.toString()]
}

/** Groups and models add up to the totals; reporting.ts sees that no call is lost without a number. */
function expectAddsUp(report: TokenUsageReport): void {
  expect(sumOf(report.groups)).toEqual(totalsOf(report))
  expect(sumOf(Object.values(report.models_breakdown))).toEqual(totalsOf(report))
}

const sumsBy = (rows: readonly GroupRow[], name: string) =>
  Object.fromEntries(
    [...new Set(rows.map(({ keys }) => keys[name]!))]
      .sort()
      .map((key) => [key, sumOf(rows.filter(({ keys }) => keys[name] === key))]),
  )

test('groups add up to the totals for every grouping, filter and zone', async () => {
  const write = writer()
  await fc.assert(
    fc.asyncProperty(logFiles, groupings, filters, zones, async (logs, groupBy, filter, timezone) => {
      expectAddsUp(await reportOn(write(logs), ['.'], { groupBy, filter, timezone }))
    }),
    { numRuns: 120 },
  )
})

test('filtering and grouping commute', async () => {
  const write = writer()
  await fc.assert(
    fc.asyncProperty(logFiles, fc.constantFrom(...NAMES), conditions, async (logs, name, condition) => {
      const folder = write(logs)
      const both = [...new Set([name, condition.by])]
      const { groups } = await reportOn(folder, ['.'], { groupBy: both })
      const filter = { ...EVERYTHING, conditions: [condition] }
      const filtered = await reportOn(folder, ['.'], { groupBy: [name], filter })
      const meets = (value: string) =>
        condition.patterns.every((pattern) =>
          pattern.startsWith('!') ? !globMatches(pattern.slice(1), value) : globMatches(pattern, value),
        )
      const kept = groups.filter(({ keys }) => meets(keys[condition.by]!))
      expect(sumsBy(filtered.groups, name)).toEqual(sumsBy(kept, name))
    }),
    { numRuns: 80 },
  )
})

test('what a filter keeps and what its opposite keeps is everything', async () => {
  const write = writer()
  await fc.assert(
    fc.asyncProperty(logFiles, fc.integer({ min: -1, max: 14 }), async (logs, hour) => {
      const folder = write(logs)
      const border = START + hour * HOUR
      const [all, before, after] = [
        await reportOn(folder, ['.']),
        await reportOn(folder, ['.'], { filter: { ...EVERYTHING, until: border - 1 } }),
        await reportOn(folder, ['.'], { filter: { ...EVERYTHING, since: border } }),
      ]
      const { without_time } = before.filter
      expect(after.filter.without_time).toEqual(without_time)
      expect(before.total_tokens + after.total_tokens + without_time.total_tokens).toBe(all.total_tokens)
      expect(before.call_count + after.call_count + without_time.call_count).toBe(all.call_count)
      if (without_time.call_count > 0) expect([before.cost_complete, after.cost_complete]).toEqual([false, false])
    }),
    { numRuns: 40 },
  )
})

describe('saved reports', () => {
  const saved = async (folder: string, name: string, options: Parameters<typeof reportOn>[2]) => {
    const report = await reportOn(folder, ['log.jsonl'], options)
    writeFileSync(join(folder, name), renderJson(report, { width: null, color: false, lang: 'en' }))
    return report
  }
  const line = (day: number, model: string) =>
    `${JSON.stringify({ v: 1, timestamp: `2026-03-0${day}T20:00:00Z`, provider: 'openai', model, id: `c${day}`, usage: { prompt_tokens: 10, completion_tokens: 1 } })}\n`
  const LOG = { 'log.jsonl': line(1, 'gpt-4o') + line(2, 'gpt-4o') + line(3, 'o3') }
  const until = (day: number) => ({ ...EVERYTHING, until: Date.UTC(2026, 2, day + 1) - 1 })
  const since = (day: number) => ({ ...EVERYTHING, since: Date.UTC(2026, 2, day) })

  test('by day and model add up to the report of all, and say which filters they had', async () => {
    const folder = folderWith(LOG)
    const options = { groupBy: ['day', 'model'], timezone: 'Asia/Tokyo' }
    const whole = await reportOn(folder, ['log.jsonl'], options)
    await saved(folder, 'a.json', { ...options, filter: until(1) })
    await saved(folder, 'b.json', { ...options, filter: since(2) })
    const added = await reportOn(folder, ['a.json', 'b.json'])
    expect(added.groups.map(({ keys }) => keys)).toEqual(whole.groups.map(({ keys }) => keys))
    expect([totalsOf(added), added.timezone]).toEqual([totalsOf(whole), 'Asia/Tokyo'])
    expect(added.filter.given.map(({ since, until }) => since ?? until)).toEqual([
      '2026-03-02T00:00:00.000Z',
      '2026-03-01T23:59:59.999Z',
    ])
    expect(added.filter.left_out.call_count).toBe(3)
    expect(added.warnings.map(({ code }) => code)).toContain('mixed_filters')
  })

  test('that list their calls add up too: what one filter leaves out and the other has is counted, in any order', async () => {
    const nameless = line(3, 'o3').replace('"id":"c3",', '')
    const folder = folderWith({ 'log.jsonl': line(1, 'gpt-4o') + line(2, 'gpt-4o') + nameless })
    await saved(folder, 'a.json', { withKeys: true, filter: until(1) })
    await saved(folder, 'b.json', { withKeys: true, filter: since(3) })
    const orders = [
      ['a.json', 'b.json'],
      ['b.json', 'a.json'],
    ]
    for (const paths of orders) {
      const { call_count, total_tokens, filter, input } = await reportOn(folder, paths)
      expect([call_count, total_tokens, filter.left_out.call_count]).toEqual([2, 22, 1])
      expect([input.lines, input.records, input.calls_found, input.calls_folded]).toEqual([3, 3, 3, 0])
    }
  })

  test('cannot be filtered, nor days of one zone be added to those of another', async () => {
    const folder = folderWith(LOG)
    await saved(folder, 'utc.json', { groupBy: ['day'] })
    await saved(folder, 'tokyo.json', { groupBy: ['day'], timezone: 'Asia/Tokyo' })
    await expect(reportOn(folder, ['utc.json'], { filter: since(2) })).rejects.toThrow('its calls cannot be filtered')
    const zones = reportOn(folder, ['utc.json', 'tokyo.json'])
    await expect(zones).rejects.toThrow('tokyo.json is grouped by day in Asia/Tokyo, not in UTC')
  })

  test('by model may be of any zones', async () => {
    const folder = folderWith(LOG)
    await saved(folder, 'utc.json', {})
    await saved(folder, 'tokyo.json', { timezone: 'Asia/Tokyo' })
    const added = await reportOn(folder, ['utc.json', 'tokyo.json'])
    expect([added.call_count, added.timezone]).toEqual([6, 'UTC'])
  })
})

const corpus = resolve(import.meta.dirname, '../../../shared/corpus')

describe.skipIf(!existsSync(corpus))('over the corpus', { timeout: 120_000 }, () => {
  test.each([
    { groupBy: ['day', 'model'], timezone: 'America/New_York' },
    {
      groupBy: ['project', 'session', 'tier'],
      filter: { ...EVERYTHING, conditions: [{ by: 'model', patterns: ['!gpt-*'] }] },
    },
    { groupBy: ['month', 'user', 'task', 'agent', 'branch'], filter: { ...EVERYTHING, since: Date.UTC(2026, 0, 1) } },
    { groupBy: ['hour', 'week', 'provider', 'format', 'file'], timezone: 'Australia/Lord_Howe' },
  ])('%j adds up', async (options) => {
    const report = await reportOn(corpus, ['.'], options)
    expect(report.groups.length).toBeGreaterThan(5)
    expectAddsUp(report)
  })
})
