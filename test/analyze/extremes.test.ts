import net from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'
import { analysisOf, reportOn } from './reporting.ts'

/** A log that is never whole in memory. */
function piped(pieces: Iterable<string>) {
  return { stdin: Readable.from(pieces, { objectMode: false }) }
}

function* batches(lines: number, line: (index: number) => string): Generator<string> {
  for (let from = 0; from < lines; from += 1000) {
    yield Array.from({ length: Math.min(1000, lines - from) }, (_, i) => line(from + i)).join('')
  }
}

describe('sums stay exact', () => {
  test('of 300,000 equal calls: 585 USD, to the last digit', async () => {
    // 100 × 3 + 5,000 × 0.30 + 10 × 15 = 1,950 USD per million calls; Anthropic counts cache reads beside the input.
    const usage = { cache_read_input_tokens: 5_000 }
    const report = await reportOn('/', ['-'], piped(batches(300_000, (i) => claudeLine(`equal-${i}`, usage))))
    expect(report.total_cost_usd.toString()).toBe('585')
    expect([report.call_count, report.total_input_tokens]).toEqual([300_000, 1_530_000_000])
  })

  test('of an answer that states more reasoning than output: what its total says is billed, and no more', async () => {
    const details = { completion_tokens_details: { reasoning_tokens: 64 } }
    const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110, ...details }
    const cwd = folderWith({ 'a.jsonl': `${JSON.stringify({ model: 'gpt-5', usage })}\n` })
    const report = await reportOn(cwd, ['a.jsonl'])
    // 100 × 1.25 + 10 × 10 = 225 USD per million.
    expect([report.total_output_tokens, report.total_cost_usd.toString()]).toEqual([10, '0.000225'])
  })

  test('of one call of 2^53-1 tokens; of two, the report refuses rather than rounds', async () => {
    const most = 2 ** 53 - 1
    const call = (id: string, tokens: number) => claudeLine(id, { input_tokens: tokens, output_tokens: 0 })
    const cwd = folderWith({ 'one.jsonl': call('1', most), 'two.jsonl': call('1', most) + call('2', 1) })
    const report = await reportOn(cwd, ['one.jsonl'])
    // Above 200,000 tokens of prompt a million costs 6 USD: 9,007,199,254,740,991 × 6 / 1,000,000.
    expect([report.total_tokens, report.total_cost_usd.toString()]).toEqual([most, '54043195528.445946'])
    const refused = await run(['report', 'two.jsonl'], { cwd })
    expect([refused.exit, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain('add up to more than 2^53-1')
  })

  test('and what it names of several things that are too much is the same in whatever order they were read', async () => {
    const used = (id: string, model: string, usage: object) =>
      claudeLine(id, { input_tokens: 0, output_tokens: 0, ...usage }, model)
    const most = 2 ** 53 - 1
    const calls = ['claude-opus-4-5', 'claude-haiku-4-5'].flatMap((model) => [
      ...['1', '2'].map((id) => used(model + id, model, { output_tokens: most })),
      ...['3', '4'].map((id) => used(model + id, model, { cache_creation_input_tokens: most })),
    ])
    const cwd = folderWith({ 'one.jsonl': calls.join(''), 'two.jsonl': calls.toReversed().join('') })
    const [one, two] = await Promise.all(['one.jsonl', 'two.jsonl'].map((log) => run(['report', log], { cwd })))
    expect(one!.stderr).toContain('of "cache_write" add up')
    expect(two!.stderr).toBe(one!.stderr)
  })
})

describe('nesting', () => {
  test('of 100,000 arrays beside the usage does not matter', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const log = claudeLine('deep').replace('"content":[]', `"content":${deep}`) + claudeLine('next')
    const report = await reportOn(folderWith({ 'a.jsonl': log }), ['a.jsonl'])
    expect([report.call_count, report.input.malformed]).toEqual([2, 0])
  })

  test('that is cut off at depth 100,000 costs that line alone', async () => {
    const log = `${claudeLine('1')}{"usage":${'[{"a":'.repeat(100_000)}\n${claudeLine('2')}`
    const report = await reportOn(folderWith({ 'a.jsonl': log }), ['a.jsonl'])
    expect([report.call_count, report.input.malformed_usage]).toEqual([2, 1])
  })
})

describe('long lines', () => {
  const long = 'x'.repeat(5 << 20)

  test('of 5 MiB without usage are one other entry', async () => {
    const log = `${claudeLine('1')}{"type":"user","image":"${long}"}\n${long}\n${claudeLine('2')}`
    const { call_count, input } = await reportOn(folderWith({ 'a.jsonl': log }), ['a.jsonl'])
    expect([call_count, input.lines, input.other]).toEqual([2, 4, 2])
  })

  test.each(['before', 'behind'])('of 5 MiB with usage %s them are counted', async (where) => {
    const image = `"image":"${long}\\u0041\\"}"`
    const line = claudeLine('1').trimEnd()
    const log = where === 'behind' ? `{${image},${line.slice(1)}\n` : `${line.slice(0, -1)},${image}}\n`
    const report = await reportOn(folderWith({ 'a.jsonl': log + claudeLine('2') }), ['a.jsonl'])
    expect([report.call_count, report.total_input_tokens]).toEqual([2, 200])
  })

  test('of 70 MiB that are no long strings are too large: reported, with usage as a loss', async () => {
    const numbers = '123456789,'.repeat(100_000)
    const filling = Array.from({ length: 70 }, () => numbers)
    const entry = (usage: string) => ['{"a":[', ...filling, `0]${usage}}\n`]
    const log = [...entry(''), ...entry(`,${claudeLine('1').trimEnd().slice(1, -1)}`), claudeLine('2')]
    const report = await reportOn('/', ['-'], piped(log))
    const { lines, records, other, malformed, malformed_usage } = report.input
    expect([lines, records, other, malformed, malformed_usage]).toEqual([3, 1, 1, 1, 1])
    expect(report.cost_complete).toBe(false)
    expect(report.warnings.map(({ message }) => message)).toContain('-:2: too large')
  })
})

describe('names', () => {
  test('of 5,000 models and sessions are all kept apart', async () => {
    const log = batches(5_000, (i) => openaiLine({ model: `model-${i}`, session_id: `session-${i}` }))
    const report = await reportOn('/', ['-'], { ...piped(log), groupBy: ['session', 'model'] })
    expect([Object.keys(report.models_breakdown).length, report.groups.length]).toEqual([5_000, 5_000])
  })

  test('of members of objects are keys like any other', async () => {
    const names = ['__proto__', 'constructor', 'toString']
    const log = names.map((name) => claudeLine(name, {}, name)).join('')
    const report = await reportOn(folderWith({ 'a.jsonl': log }), ['a.jsonl'])
    expect(Object.keys(report.models_breakdown).sort()).toEqual(names)
    expect(Object.hasOwn(report.models_breakdown, '__proto__')).toBe(true)
  })
})

test('no report needs a network', async () => {
  const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
    throw new Error('no network here')
  })
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network here'))
  const cwd = folderWith({ 'a.jsonl': openaiLine() })
  const { exit, stdout } = await run(['report', 'a.jsonl', '--json'], { cwd, env: { HOME: cwd } })
  expect([exit, JSON.parse(stdout).total_cost_usd]).toEqual([0, 0.00008])
  expect([connect, fetched].map((spy) => spy.mock.calls.length)).toEqual([0, 0])
  vi.restoreAllMocks()
})

test('progress is told with growing bytes, and changes no number', async () => {
  const cwd = folderWith({ 'a.jsonl': claudeLine('1'), 'b.jsonl': claudeLine('1') + claudeLine('2') })
  const seen: number[] = []
  const { report } = await analysisOf(cwd, ['.'], {
    onProgress: ({ bytes, cost }) => {
      cost?.()
      seen.push(bytes)
    },
  })
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen.at(-1)).toBe(report.input.bytes)
  expect(report).toEqual(await reportOn(cwd, ['.']))
})
