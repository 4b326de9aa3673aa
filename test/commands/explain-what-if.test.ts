import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const BIN = fileURLToPath(new URL('../../bin/tokencost.js', import.meta.url))
const PRICES = `
models:
  acme/plain: { input: 10, output: 20 }
  acme/dated: { history: [{ from: 2025-01-01, input: 3, output: 3 }, { from: 2026-01-01, input: 1, output: 1 }] }
`
const call = (model: string | undefined, more: object = {}) => openaiLine({ model, ...more }, 900_000, 100_000)

/** The same flags on both commands must lead to the same total. */
async function totals(argv: readonly string[], log: string) {
  const cwd = folderWith({ 'prices.yaml': PRICES, 'run.jsonl': log })
  const ran = async (command: string) => {
    const flags = ['run.jsonl', '--json', '--pricing', 'prices.yaml', ...argv]
    const { exit, stdout, stderr } = await run([command, ...flags], { cwd })
    expect(exit).toBe(0)
    return { ...JSON.parse(stdout), stderr }
  }
  const [explained, reported] = [await ran('explain'), await ran('report')]
  expect(explained.total_cost_usd).toBe(reported.total_cost_usd)
  expect(explained.exchange).toEqual(reported.exchange)
  return explained
}

describe('explain takes what report takes', () => {
  test('--reprice-as, with a warning and a note at every call', async () => {
    // 0.9 × 10 + 0.1 × 20
    const { total_cost_usd, calls, stderr } = await totals(['--reprice-as', 'plain'], call('gpt-4o') + call('unheard'))
    expect(total_cost_usd).toBe(22)
    for (const { price } of calls)
      expect(price).toMatchObject({ key: 'acme/plain', notes: expect.arrayContaining(['every call priced as plain']) })
    expect(stderr).toContain('warning: not a bill: every call priced as plain')
  })

  test('--at', async () => {
    const { total_cost_usd } = await totals(
      ['--at', '2025-12-31'],
      call('dated', { timestamp: '2026-03-01T10:00:00Z' }),
    )
    expect(total_cost_usd).toBe(3)
  })

  test('--default-model', async () => {
    const { total_cost_usd, calls } = await totals(['--default-model', 'plain'], call(undefined))
    expect(total_cost_usd).toBe(11)
    expect(calls).toMatchObject([{ model: 'plain' }])
  })

  test.skipIf(!existsSync(new URL('../../dist/cli.js', import.meta.url)))(
    '--threads: the same bytes',
    async () => {
      const cwd = folderWith({ 'a.jsonl': call('gpt-4o'), 'b.jsonl': call('gpt-5.4') })
      const explained = async (threads: string) =>
        await promisify(execFile)(process.execPath, [BIN, 'explain', 'a.jsonl', 'b.jsonl', '--threads', threads], {
          cwd,
        })
      const alone = await explained('1')
      expect(alone.stdout).toContain('Sum of 2 calls: $10\n')
      expect(await explained('2')).toEqual(alone)
    },
    60_000,
  )

  test('--currency: the sum, and the rate', async () => {
    // 0.9 × 2.50 + 0.1 × 10 = 3.25; × 0.8
    const { exchange } = await totals(['--currency', 'EUR', '--rate', '0.8@2026-09-30'], call('gpt-4o'))
    expect(exchange).toEqual({ currency: 'EUR', rate: 0.8, date: '2026-09-30', source: '--rate', total_cost: 2.6 })
    const cwd = folderWith({ 'run.jsonl': call('gpt-4o') })
    const { stdout } = await run(['explain', 'run.jsonl', '--currency', 'EUR', '--rate', '0.8'], { cwd })
    expect(stdout).toContain('In EUR: 2.6; 1 USD = 0.8 EUR, the rate given with --rate, of no stated day\n')
  })

  test('--currency without a rate: USD, with the reason', async () => {
    const { exchange, stderr } = await totals(['--currency', 'EUR'], call('gpt-4o'))
    expect(exchange).toBeNull()
    expect(stderr).toContain('no exchange rate for EUR is known')
  })
})

describe('pricing show --json', () => {
  test('every period with its prices as numbers, and how the name matched', async () => {
    const cwd = folderWith({ 'prices.yaml': PRICES })
    const shown = async (...argv: readonly string[]) => {
      const { exit, stdout } = await run(['pricing', 'show', ...argv, '--json', '--pricing', 'prices.yaml'], { cwd })
      expect(exit).toBe(0)
      return JSON.parse(stdout)
    }
    expect(await shown('Dated')).toMatchObject({
      ...{ model: 'Dated', key: 'acme/dated', matched: 'normalized', ids: ['dated'], currency: 'USD', per: 1_000_000 },
      layers: [{ name: 'prices.yaml', place: 'prices.yaml:4:3' }],
      periods: [
        { from: '2025-01-01', in_force: false, input: 3, output: 3 },
        { from: '2026-01-01', in_force: true, input: 1, output: 1 },
      ],
    })
    expect((await shown('dated', '--at', '2025-06-01')).periods).toEqual([
      { from: '2025-01-01', in_force: true, input: 3, output: 3 },
    ])
    expect((await shown('dated', '--at', '2024-06-01')).periods).toEqual([])
  })

  test('tiers, modes, schedules and fees as the price file has them', async () => {
    const cwd = folderWith()
    const { stdout } = await run(['pricing', 'show', 'gpt-5.4', '--json'], { cwd })
    expect(JSON.parse(stdout).periods).toMatchObject([
      { from: null, long_context: [{ over: 272_000, input: 5 }], modes: { batch: { cache_read: 0.13 } } },
    ])
  })
})
