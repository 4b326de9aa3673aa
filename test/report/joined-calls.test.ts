import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import type { Filter } from '../../src/tracker/filter.ts'
import { reportOn } from '../analyze/reporting.ts'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'

const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })
const line = (value: object) => `${JSON.stringify(value)}\n`
const onBranch = (entry: string, gitBranch: string) => line({ ...JSON.parse(entry), gitBranch })
const where = (by: string, pattern: string): Filter => ({
  ...{ since: null, until: null },
  conditions: [{ by, patterns: [pattern] }],
})

/** Reports of one log each, by name: what they are made with beside keys. */
type Made = Readonly<Record<string, Partial<AnalyzeOptions>>>

async function reportsIn(cwd: string, made: Made): Promise<readonly string[]> {
  for (const [name, options] of Object.entries(made)) {
    const report = await reportOn(cwd, [`${name}.jsonl`], { withKeys: true, ...options })
    writeFileSync(join(cwd, `${name}.json`), json(report))
  }
  return Object.keys(made).map((name) => `${name}.json`)
}

describe('a filter asks for what only a lesser copy in another report says', () => {
  const full = claudeLine('1', { output_tokens: 10 })
  const lesser = onBranch(claudeLine('1', { output_tokens: 4 }), 'main')
  const filter = where('branch', 'main')

  test.each([[['a', 'b']], [['b', 'a']]])('in order %j the call counts with its fullest tokens', async (order) => {
    const cwd = folderWith({ 'a.jsonl': full, 'b.jsonl': lesser })
    const saved = await reportsIn(cwd, Object.fromEntries(order.map((name) => [name, { filter }])))
    const { call_count, total_cost_usd, filter: applied, input, cost_complete } = await reportOn(cwd, saved)
    // 100 × 3 + 10 × 15 = 450 per million.
    expect([call_count, total_cost_usd.toString(), cost_complete]).toEqual([1, '0.00045', true])
    expect(applied.left_out.call_count).toBe(0)
    expect(input.by_file.map(({ records, duplicates }) => [records, duplicates])).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  test('and a call that no copy has there stays left out', async () => {
    const cwd = folderWith({ 'a.jsonl': full, 'b.jsonl': onBranch(lesser, 'side') })
    const { call_count, filter: applied } = await reportOn(cwd, await reportsIn(cwd, { a: { filter }, b: { filter } }))
    expect([call_count, applied.left_out.call_count]).toEqual([0, 1])
  })
})

describe("a run's total is in another report than its calls", () => {
  const result = line({
    ...{ type: 'result', subtype: 'success', session_id: 'session-1', num_turns: 1, total_cost_usd: 0.5 },
    modelUsage: { 'claude-sonnet-4-5': { inputTokens: 100, outputTokens: 50, costUSD: 0.5 } },
  })

  test('it counts with what it states beyond them', async () => {
    const cwd = folderWith({ 'a.jsonl': result, 'b.jsonl': claudeLine('1', { output_tokens: 30 }) })
    const report = await reportOn(cwd, await reportsIn(cwd, { a: {}, b: {} }))
    expect([report.call_count, report.total_input_tokens, report.total_output_tokens]).toEqual([1, 100, 50])
    expect(report.calls_known).toBe(true)
  })

  test('it is a duplicate where nothing is left, and comes back where a later step takes away nothing', async () => {
    const cwd = folderWith({ 'a.jsonl': result, 'b.jsonl': claudeLine('1', { output_tokens: 50 }), 'c.jsonl': '' })
    const [a, b, c] = await reportsIn(cwd, { a: { cost: 'logged' }, b: { cost: 'logged' }, c: {} })
    writeFileSync(join(cwd, 'ac.json'), json(await reportOn(cwd, [a!, c!], { withKeys: true })))
    for (const saved of [
      [a!, b!],
      [b!, 'ac.json'],
    ]) {
      const { call_count, total_output_tokens, total_logged_cost_usd } = await reportOn(cwd, saved)
      expect([call_count, total_output_tokens, total_logged_cost_usd?.toString()]).toEqual([1, 50, '0.5'])
    }
  })
})

describe('reports with different filters', () => {
  test('count a call that one of them admits, in steps too', async () => {
    const log = claudeLine('1') + onBranch(claudeLine('2'), 'main') + claudeLine('3', {}, 'other-model')
    const cwd = folderWith({ 'a.jsonl': log, 'b.jsonl': log, 'c.jsonl': log })
    const made = { a: { filter: where('branch', 'main') }, b: { filter: where('model', 'other-*') }, c: {} }
    const [a, b, c] = await reportsIn(cwd, { ...made, c: { filter: where('branch', 'none-such') } })
    writeFileSync(join(cwd, 'ab.json'), json(await reportOn(cwd, [a!, b!], { withKeys: true })))
    for (const saved of [
      [a!, b!, c!],
      ['ab.json', c!],
    ]) {
      const { call_count, filter } = await reportOn(cwd, saved)
      expect([call_count, filter.left_out.call_count]).toEqual([2, 1])
    }
  })

  test('say of how many calls the label is another once for calls that they share', async () => {
    const own = (id: string) =>
      line({
        ...{ v: 1, provider: 'openai', model: 'gpt-4o', id, usage: { prompt_tokens: 1, completion_tokens: 1 } },
        attributes: { labels: { team: 'red' } },
      })
    const cwd = folderWith({ 'a.jsonl': own('1') + own('2'), 'b.jsonl': own('2') + own('3') })
    const labels = { fixed: { team: 'blue' }, paths: [] }
    const { warnings } = await reportOn(cwd, await reportsIn(cwd, { a: { labels }, b: { labels } }))
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/^3 calls carry another team than/)])
  })
})

test('calls without an id of two machines whose files have one name and no known content are two', async () => {
  const cwd = folderWith({ 'a.jsonl': openaiLine() + openaiLine({}, 7), 'b.jsonl': openaiLine() })
  for (const name of await reportsIn(cwd, { a: {}, b: {} })) {
    const report = JSON.parse(readFileSync(join(cwd, name), 'utf8'))
    const [file] = report.input.by_file
    const by_file = [{ ...file, name: '-', sha256: null }]
    writeFileSync(join(cwd, name), JSON.stringify({ ...report, input: { ...report.input, by_file } }))
  }
  expect((await reportOn(cwd, ['a.json', 'b.json'])).call_count).toBe(3)
})

describe('the price of a call whose earliest copy is in another report', () => {
  // Until 2026-03-13 prompts above 200,000 tokens of this model cost 10 and 37.50 per million, then 5 and 25.
  const call = (day: number, output: number) =>
    claudeLine('1', { input_tokens: 250_000, output_tokens: output }, 'claude-opus-4-6').replace(
      '2026-03-01',
      `2026-03-${day}`,
    )
  const logs = { 'a.jsonl': call(14, 1000), 'b.jsonl': call(12, 10) }

  test('is that of its time, where the same prices are at hand', async () => {
    const cwd = folderWith(logs)
    const report = await reportOn(cwd, await reportsIn(cwd, { a: {}, b: {} }))
    // 250,000 × 10 + 1,000 × 37.50 per million.
    expect(report.total_cost_usd.toString()).toBe('2.5375')
  })

  test('is what its report knows of it, where they are not', async () => {
    const cwd = folderWith(logs)
    const text = 'version: 1\nmodels:\n  anthropic/claude-opus-4-6: { input: 2, output: 4 }\n'
    const pricing = await ModelPricing.load([{ name: 'ours.yaml', text }])
    const report = await reportOn(cwd, await reportsIn(cwd, { a: { pricing }, b: { pricing } }))
    // 250,000 × 2 + 1,000 × 4 per million.
    expect(report.total_cost_usd.toString()).toBe('0.504')
  })
})

describe('the names that calls have', () => {
  const log = onBranch(claudeLine('1'), 'secret-branch')

  test('are in no report by model', async () => {
    const text = json(await reportOn(folderWith({ 'a.jsonl': log }), ['a.jsonl'], { withKeys: true }))
    for (const name of ['secret-branch', 'session-1', 'msg_1']) expect(text).not.toContain(name)
  })

  test('are in one that groups or filters by them, those alone', async () => {
    const cwd = folderWith({ 'a.jsonl': log })
    for (const options of [{ groupBy: ['branch'] }, { filter: where('branch', 'other') }]) {
      const { call_tables } = await reportOn(cwd, ['a.jsonl'], { withKeys: true, ...options })
      expect(call_tables!.names.map(([, name]) => name)).toEqual(['secret-branch'])
    }
  })
})
