import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeLine, openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** 4 calls of 0.00008 USD and 17 tokens; then the same with a model that has no price, and with a broken line. */
const FOUR = openaiLine().repeat(4)
const FILES = {
  'four.jsonl': FOUR,
  'unpriced.jsonl': FOUR + openaiLine({ model: 'acme-1' }) + openaiLine({ model: 'acme-2' }),
  'lost.jsonl': FOUR + claudeLine('1', { input_tokens: -1 }),
  'nothing.jsonl': '{"type":"user"}\n',
  'claude.jsonl': claudeLine('1') + claudeLine('2'),
}

async function gate(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const { exit, stdout, stderr } = await run(['report', '--json', ...argv], { cwd: folderWith({ ...FILES, ...files }) })
  const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('warning: '))
  return { exit, said, report: stdout === '' ? null : JSON.parse(stdout) }
}

describe('a gate prints the report first, then one line, and ends with 3 when it fails', () => {
  test.each([
    ['--max-cost 5', 'four', 0, 'gate max-cost passed: $0.00032 of $5.00 (limit: --max-cost)'],
    ['--max-cost 0.00032', 'four', 0, 'gate max-cost passed: $0.00032 of $0.00032 (limit: --max-cost)'],
    [
      '--max-cost 0.0003',
      'four',
      3,
      'gate max-cost failed: $0.00032, $0.00002 over the limit of $0.0003 (limit: --max-cost)',
    ],
    ['--max-tokens 68', 'four', 0, 'gate max-tokens passed: 68 tokens of 68 tokens (limit: --max-tokens)'],
    [
      '--max-tokens 0.05k',
      'four',
      3,
      'gate max-tokens failed: 68 tokens, 18 tokens over the limit of 50 tokens (limit: --max-tokens)',
    ],
    [
      '--max-cost 5',
      'unpriced',
      3,
      'gate max-cost failed: the cost is at least $0.00032 of $5.00, 2 models have no price (acme-1, acme-2) (give it a price with --pricing, or --allow-unpriced; limit: --max-cost)',
    ],
    [
      '--max-cost 5 --allow-unpriced',
      'unpriced',
      0,
      'gate max-cost passed: at least $0.00032 of $5.00, 2 models have no price (acme-1, acme-2) (limit: --max-cost)',
    ],
    [
      '--max-cost 5',
      'lost',
      3,
      'gate max-cost failed: the cost is at least $0.00032 of $5.00, some usage was lost or not read (see the warnings, or --allow-incomplete; limit: --max-cost)',
    ],
    [
      '--max-cost 5',
      'nothing',
      3,
      'gate max-cost failed: no model call was found (is it the right log? --allow-empty lets it pass; limit: --max-cost)',
    ],
    [
      '--max-cost 5 --allow-empty',
      'nothing',
      0,
      'gate max-cost passed: $0.00 of $5.00, no model call was found (limit: --max-cost)',
    ],
    [
      '--max-cost 0.0004 --warn-at 80%',
      'four',
      0,
      'gate max-cost warning: $0.00032 of $0.0004, 80% (limit: --max-cost)',
    ],
    [
      '--max-cost-per model:gpt-4o=0.0001',
      'four',
      3,
      'gate max-cost-per model:gpt-4o failed: model gpt-4o: $0.00032, $0.00022 over the limit of $0.0001 (limit: --max-cost-per)',
    ],
    [
      '--max-cost-per session=0.0001',
      'claude',
      3,
      'gate max-cost-per session failed: session session-1: $0.0009, $0.0008 over the limit of $0.0001 (limit: --max-cost-per)',
    ],
    [
      '--max-cost 0.0001 --exit-zero',
      'four',
      0,
      'gate max-cost failed: $0.00032, $0.00022 over the limit of $0.0001 (limit: --max-cost)',
    ],
  ])('%s over %s.jsonl: %i', async (flags, file, exit, line) => {
    const { report, ...rest } = await gate([`${file}.jsonl`, ...flags.split(' ')])
    expect(rest).toEqual({ exit, said: [line] })
    expect(report.gates).toHaveLength(1)
  })

  test('each of them has its line, in the order of flags and then budgets', async () => {
    const budgets =
      'budgets:\n  run: { maxCost: 1, maxTokens: 10 }\n  each session:\n    per: session\n    maxCost: 2\n'
    const { exit, said, report } = await gate(['four.jsonl', '--max-cost', '5'], { 'tokencost.yaml': budgets })
    expect(exit).toBe(3)
    expect(said).toEqual([
      'gate max-cost passed: $0.00032 of $5.00 (limit: --max-cost)',
      'gate run (cost) passed: $0.00032 of $1.00 (limit: tokencost.yaml:2:3)',
      'gate run (tokens) failed: 68 tokens, 58 tokens over the limit of 10 tokens (limit: tokencost.yaml:2:3)',
      'gate each session passed: session (none): $0.00032 of $2.00 (limit: tokencost.yaml:3:3)',
    ])
    expect(report.gates.map(({ status }: { status: string }) => status)).toEqual([
      'passed',
      'passed',
      'failed',
      'passed',
    ])
  })

  test('quiet says only what did not pass', async () => {
    expect((await gate(['four.jsonl', '-q', '--max-cost', '5', '--max-tokens', '1'])).said).toEqual([
      'gate max-tokens failed: 68 tokens, 67 tokens over the limit of 1 tokens (limit: --max-tokens)',
    ])
  })
})

describe('a limit in another currency', () => {
  test('is held against the cost at the rate of the report', async () => {
    // 0.00032 USD at 0.5 EUR each are 0.00016 EUR.
    const limited = (limit: string) => gate(['four.jsonl', '--currency', 'EUR', '--rate', '0.5', '--max-cost', limit])
    const kept = await limited('0.00016eur')
    expect([kept.exit, kept.said.slice(1)]).toEqual([
      0,
      ['gate max-cost passed: 0.00016 EUR of 0.00016 EUR (limit: --max-cost)'],
    ])
    const broken = await limited('0.0001EUR')
    expect(broken.exit).toBe(3)
    expect(broken.report.gates[0]).toMatchObject({ unit: 'EUR', limit: 0.0001, actual: 0.00016, excess: 0.00006 })
    expect((await limited('0.0003')).exit).toBe(3)
  })

  test('needs a rate: without one nothing is compared', async () => {
    const { exit, said, report } = await gate(['four.jsonl', '--max-cost', '5eur'])
    expect({ exit, report }).toEqual({ exit: 2, report: null })
    expect(said[0]).toBe('tokencost: a limit in EUR needs a rate for EUR')
  })
})

describe('codes, when several hold', () => {
  test.each([
    ['3 before 4', ['unpriced.jsonl', '--max-cost', '5', '--strict'], 3],
    ['4 alone', ['unpriced.jsonl', '--max-cost', '5', '--allow-unpriced', '--strict'], 4],
    ['1 before 3', ['four.jsonl', '--max-cost', '0', '-o', 'no/such/a.json'], 1],
    ['1 when nothing could be read', ['gone.jsonl', '--max-cost', '5'], 1],
    ['2 before all', ['gone.jsonl', '--max-cost', 'five'], 2],
    ['0 for --exit-zero', ['unpriced.jsonl', '--max-cost', '0', '--strict', '--exit-zero'], 0],
  ])('%s', async (_, argv, exit) => {
    expect((await gate(argv)).exit).toBe(exit)
  })
})

describe('--fail-on ends with 4 for what it names', () => {
  test.each([
    ['unpriced', 'unpriced', 4],
    ['malformed', 'lost', 4],
    ['empty', 'nothing', 4],
    ['truncated', 'lost', 0],
    ['estimated,empty', 'unpriced', 0],
  ])('%s over %s.jsonl: %i', async (kinds, file, exit) => {
    expect((await gate([`${file}.jsonl`, '--fail-on', kinds])).exit).toBe(exit)
  })

  test('truncated: a line that was cut off', async () => {
    const argv = ['cut.jsonl', '--fail-on', 'truncated']
    expect((await gate(argv, { 'cut.jsonl': FOUR + claudeLine('1').slice(0, -9) })).exit).toBe(4)
  })

  test('truncated: a Claude Code stream whose process was killed before its result', async () => {
    const log = new URL('../../fixtures/claude-code-stream/cut-stream.jsonl', import.meta.url)
    const argv = ['stream.jsonl', '--fail-on', 'truncated']
    expect((await gate(argv, { 'stream.jsonl': readFileSync(log, 'utf8') })).exit).toBe(4)
  })

  test('empty: also when a filter leaves nothing', async () => {
    expect((await gate(['claude.jsonl', '--fail-on', 'empty', '--model', 'nobody-*'])).exit).toBe(4)
    expect((await gate(['claude.jsonl', '--fail-on', 'empty', '--model', 'claude-*'])).exit).toBe(0)
  })

  test('estimated: the default price', async () => {
    const argv = ['unpriced.jsonl', '--fail-on', 'estimated', '--pricing', 'p.yaml']
    const { exit } = await gate(argv, { 'p.yaml': 'default: { input: 1, output: 2 }\n' })
    expect(exit).toBe(4)
  })
})

describe('saved reports', () => {
  test('are held against limits as logs are; their own gates are not taken over', async () => {
    const cwd = folderWith(FILES)
    await run(['report', 'four.jsonl', '--max-cost', '0', '-o', 'a.json'], { cwd })
    const { exit, stdout } = await run(['report', 'a.json', '--json', '--max-cost', '1'], { cwd })
    expect(exit).toBe(0)
    expect(JSON.parse(stdout).gates).toMatchObject([{ name: 'max-cost', status: 'passed', limit: 1 }])
    expect((await run(['report', 'a.json', '--max-cost-per', 'session=1'], { cwd })).exit).toBe(2)
  })

  test('that are grouped by a dimension may have limits per group of it', async () => {
    const cwd = folderWith(FILES)
    await run(['report', 'claude.jsonl', '--group-by', 'session', '-o', 'a.json'], { cwd })
    const limited = async (limit: string) =>
      (await run(['report', 'a.json', '--max-cost-per', `session=${limit}`], { cwd })).exit
    expect([await limited('0.0009'), await limited('0.0008')]).toEqual([0, 3])
  })
})

describe('a shard whose job was killed keeps limits from passing', () => {
  test.each([
    ['before it wrote a byte', 0],
    ['at its first byte', 1],
    ['before it said what it is', 20],
    ['before it told its models', 200],
    ['half way', 1000],
  ])('%s', async (_, bytes) => {
    const cwd = folderWith(FILES)
    await run(['report', 'four.jsonl', '-o', 'shard-1.json'], { cwd })
    writeFileSync(join(cwd, 'shard-2.json'), readFileSync(join(cwd, 'shard-1.json')).subarray(0, bytes))
    const argv = ['report', 'shard-*.json', '--max-cost', '500', '--json', '-q']
    const { exit, stdout, stderr } = await run(argv, { cwd })
    expect(exit).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ cost_complete: false, gates: [{ reasons: ['incomplete'] }] })
    expect(JSON.stringify(JSON.parse(stdout).warnings)).toContain('shard-2.json')
    expect(stderr).toContain('gate max-cost failed: ')
    expect((await run([...argv, '--allow-incomplete'], { cwd })).exit).toBe(0)
    expect((await run([...argv, '--allow-incomplete', '--fail-on', 'truncated'], { cwd })).exit).toBe(4)
  })

  test('while logs without a call beside reports, and folders with empty files in them, lack nothing', async () => {
    const cwd = folderWith({ ...FILES, 'idle.jsonl': '', 'logs/a.json': '', 'logs/b.jsonl': FILES['four.jsonl'] })
    await run(['report', 'four.jsonl', '-o', 'shard-1.json'], { cwd })
    expect((await run(['report', 'shard-1.json', 'idle.jsonl', '--max-cost', '500'], { cwd })).exit).toBe(0)
    expect((await run(['report', 'logs', '--max-cost', '500'], { cwd })).exit).toBe(0)
  })
})
