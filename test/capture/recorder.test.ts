import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, describe, expect, test } from 'vitest'
import { UsageRecorder } from '../../src/capture/recorder.ts'
import { tokencost } from '../../src/formats/tokencost.ts'
import { LOG_LINE_KEYS } from '../../src/formats/tokencost-line.ts'
import { PAYLOADS } from '../../src/usage/payloads/index.ts'
import { reportOf } from './report-of.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/log-line.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

const folders: string[] = []
function folder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'tokencost-')))
  return folders.at(-1)!
}
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a recorder', () => {
  test('writes lines that the schema allows and the report reads, to the last digit of the tracker', async () => {
    const file = join(folder(), 'logs', 'agent.jsonl')
    const recorder = new UsageRecorder({ file, attributes: { project: 'demo' } })
    for (const [index, payload] of PAYLOADS.entries())
      recorder.record(
        payload.name === 'voyage' ? 'voyage-3' : 'gpt-4o',
        payload.example,
        { task: 't', labels: { n: String(index) } },
        { id: `call-${index}` },
      )
    recorder.record('gpt-4o', { prompt_tokens: 7, completion_tokens: 2 })
    recorder.close()
    const lines = linesOf(file)
    expect(lines.filter((line) => !validate(line))).toEqual([])
    expect(lines).toHaveLength(PAYLOADS.length + 1)
    const [logged, live] = [await reportOf(file), await recorder.report()]
    expect(logged.total_cost_usd.toString()).toBe(live.total_cost_usd.toString())
    expect(logged.models_breakdown).toEqual(live.models_breakdown)
    expect(logged.call_count).toBe(recorder.tracker.getSummary().call_count)
    expect(logged.input.malformed).toBe(0)
  })

  test('reads and writes lines by one definition', () => {
    expect(Object.keys(schema.properties).sort()).toEqual([...LOG_LINE_KEYS].sort())
    expect(validate(JSON.parse(tokencost.example))).toBe(true)
  })

  test('counts a call once, however often it is recorded', () => {
    const recorder = new UsageRecorder()
    for (let i = 0; i < 3; i++)
      recorder.record('gpt-4o', { prompt_tokens: 10, completion_tokens: 5 }, {}, { id: 'chatcmpl-1' })
    expect(recorder.tracker.getSummary()).toMatchObject({ call_count: 1, total_tokens: 15 })
  })

  test('keeps a usage of an unknown shape as a call with unknown tokens, and says so once', async () => {
    const problems: string[] = []
    const recorder = new UsageRecorder({ onProblem: ({ code }) => problems.push(code) })
    recorder.record('gpt-4o', { words: 12 })
    recorder.record('gpt-4o', { prompt_tokens: -4, completion_tokens: 1 })
    recorder.record('gpt-4o', null)
    expect(problems).toEqual(['unknown_usage', 'no_usage'])
    expect(recorder.problems.get('unknown_usage')).toBe(2)
    const report = await recorder.report()
    expect(report).toMatchObject({ call_count: 3, cost_complete: false, input: { calls_without_counts: 3 } })
  })

  test('lets no text into the log, whatever is handed in as usage', () => {
    const file = join(folder(), 'agent.jsonl')
    const recorder = new UsageRecorder({ file, onProblem: () => {} })
    const secret = 'my secret prompt'
    recorder.record('gpt-4o', { choices: [{ message: { content: secret } }], usage: { prompt_tokens: 1 } })
    recorder.record('gpt-4o', { prompt_tokens: 1, completion_tokens: 1, note: secret, [secret]: 1 })
    recorder.close()
    expect(readFileSync(file, 'utf8')).not.toContain('secret')
    expect(recorder.tracker.getSummary().total_tokens).toBe(2)
  })

  test('takes counts that are not finite as not stated', () => {
    const recorder = new UsageRecorder({ onProblem: () => {} })
    recorder.record('gpt-4o', { prompt_tokens: Number.NaN, completion_tokens: 3n })
    expect([...recorder.tracker.calls()][0]!.counts).toMatchObject({ outputTokens: 3 })
  })

  test('never throws, not even when its hook does', () => {
    const recorder = new UsageRecorder({
      file: join('/dev/null', 'no', 'folder.jsonl'),
      onProblem: () => {
        throw new Error('hook')
      },
    })
    expect(() => {
      recorder.record('gpt-4o', { prompt_tokens: 1, completion_tokens: 1 })
      recorder.record('gpt-4o', {
        get prompt_tokens(): number {
          throw new Error('getter')
        },
      })
      recorder.close()
    }).not.toThrow()
    expect(recorder.problems.get('recording_failed')).toBe(1)
  })

  test('adds calls without an id up, so that they need no memory, at the same cost', async () => {
    const recorder = new UsageRecorder()
    await recorder.prices()
    for (let i = 0; i < 10_000; i++) recorder.record('gpt-4o', { prompt_tokens: 1000, completion_tokens: 100 })
    expect([...recorder.tracker.calls()].length).toBeLessThan(5000)
    expect(recorder.tracker.getSummary()).toMatchObject({ call_count: 10_000, total_input_tokens: 10_000_000 })
    const report = await recorder.report()
    // 10 M × $2.50 + 1 M × $10.00
    expect(report.total_cost_usd.toString()).toBe('35')
    expect(report.input).toMatchObject({ records: 10_000, duplicates: 0 })
  })
})
