import { expect, test } from 'vitest'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const PRICES = `
as_of: 2026-06-01
models:
  acme/plain: { input: 10, output: 20 }
  acme/dated: { history: [{ from: 2025-01-01, input: 3, output: 3 }, { from: 2026-01-01, input: 1, output: 1 }] }
  acme/nightly: { input: 1, output: 1, schedule: [{ utc: [01:00-04:00], multiply: 2 }] }
`
const call = (model: string, more: object = {}) => openaiLine({ model, ...more }, 900_000, 100_000)

/** What a usage dump says that it cost, far from any price. */
const DUMP = JSON.stringify({
  timestamp: '2026-03-01T10:00:00Z',
  currency_code: 'USD',
  models: [
    {
      model_name: 'plain',
      input_tokens: 900_000,
      output_tokens: 100_000,
      total_tokens: 1_000_000,
      currency: 'USD',
      cost: 77,
    },
  ],
})

async function report(argv: readonly string[], log: string, name = 'run.jsonl') {
  const cwd = folderWith({ 'prices.yaml': PRICES, [name]: log })
  return await run(['report', name, '--json', '--pricing', 'prices.yaml', ...argv], { cwd })
}

async function reported(argv: readonly string[], log: string, name?: string) {
  const { exit, stdout, stderr } = await report(argv, log, name)
  expect({ exit, stderr: stderr.replace(/^warning: .*\n/gm, '') }).toEqual({ exit: 0, stderr: '' })
  return JSON.parse(stdout)
}

test('--reprice-as prices every call as one model, and every row says so', async () => {
  const { total_cost_usd, models_breakdown, warnings } = await reported(
    ['--reprice-as', 'plain'],
    call('gpt-4o') + claudeLine('a') + call('nobody-knows'),
  )
  // 0.9 × 10 + 0.1 × 20 = 11, twice; 100 × 10 + 10 × 20 = 1200 per million
  expect(total_cost_usd).toBe(22.0012)
  const assumption = 'every call priced as plain'
  for (const name of ['gpt-4o', 'claude-sonnet-4-5', 'nobody-knows'])
    expect(models_breakdown[name].priced_as).toMatchObject([
      { key: 'acme/plain', notes: expect.arrayContaining([assumption]) },
    ])
  expect(warnings).toEqual([{ code: 'hypothetical', message: `not a bill: ${assumption}` }])
})

test('--at takes the prices in force then', async () => {
  const log = call('dated', { timestamp: '2026-03-01T10:00:00Z' }) + call('dated')
  expect((await reported([], log)).total_cost_usd).toBe(2)
  const then = await reported(['--at', '2025-12-31'], log)
  expect(then.total_cost_usd).toBe(6)
  expect(then.models_breakdown.dated.priced_as).toMatchObject([
    { from: '2025-01-01', notes: ['every call priced at the prices of 2025-12-31'] },
  ])
  const before = await reported(['--at', '2024-12-31'], log)
  expect(before).toMatchObject({ cost_complete: false, unpriced_models: ['dated'] })
})

test('--at a date keeps the hour of each call; a time is that time', async () => {
  const night = call('nightly', { timestamp: '2026-03-01T02:00:00Z' })
  expect((await reported(['--at', '2026-05-05'], night)).total_cost_usd).toBe(2)
  expect((await reported(['--at', '2026-05-05T12:00Z'], night)).total_cost_usd).toBe(1)
})

test('--reprice computes what a dump carries, and so does every assumption', async () => {
  const name = 'run.token_usage.json'
  expect((await reported([], DUMP, name)).total_cost_usd).toBe(77)
  expect((await reported(['--reprice'], DUMP, name)).total_cost_usd).toBe(11)
  expect((await reported(['--reprice-as', 'dated'], DUMP, name)).total_cost_usd).toBe(1)
})

test.each([
  [['--reprice-as', 'nobody-knows'], 'no price to reprice as nobody-knows'],
  [['--reprice-as', 'gpt4o'], 'Near it are: github-copilot/gpt-4o, openai/gpt-4o'],
  [['--reprice-as', 'plain', '--cost', 'logged'], '--cost logged cannot go with'],
  [['--at', 'yesterday'], 'Write a date'],
])('%j is refused', async (argv, message) => {
  const { exit, stdout, stderr } = await report(argv, call('plain'))
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('a saved report keeps its prices: it cannot be priced again', async () => {
  const { stdout } = await report([], call('plain'))
  for (const argv of [['--reprice'], ['--reprice-as', 'dated'], ['--at', '2026-01-01']]) {
    const { exit, stderr } = await report(argv, stdout, 'cost.json')
    expect(exit).toBe(2)
    expect(stderr).toContain('cost.json is a saved report')
  }
})

test('a saved what-if still says that it is none of a bill', async () => {
  const { stdout } = await report(['--reprice-as', 'plain'], call('gpt-4o'))
  expect((await reported([], stdout, 'cost.json')).warnings).toEqual([
    { code: 'hypothetical', message: 'not a bill: every call priced as plain' },
  ])
})
