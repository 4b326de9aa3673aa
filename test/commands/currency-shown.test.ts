import { describe, expect, test } from 'vitest'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

/** 1,000,000 prompt tokens of gpt-4o: 2.50 USD. */
function worldWith() {
  const cwd = folderWith({ 'run.jsonl': openaiLine({}, 1_000_000, 0) })
  return { ran: (...argv: readonly string[]) => run(argv, { cwd }) }
}

describe('what is shown', () => {
  const asked = ['--currency', 'EUR', '--rate', '0.8@2026-09-30']

  test('the table has costs in the currency, the rate, its date and age, and the total in USD', async () => {
    const { stdout } = await worldWith().ran('report', 'run.jsonl', ...asked)
    expect(stdout).toContain('Cost (EUR)')
    expect(stdout).toMatch(/^gpt-4o .* 2\.00 /m)
    expect(stdout).toMatch(
      /1 USD = 0\.8 EUR, the rate given with --rate, of 2026-09-30( \(.*\)|, which is yet to come); the total is \$2\.50\n/,
    )
  })

  test.each([
    ['text', /Total cost +2\.00 EUR/],
    ['text', /1 USD = 0\.8 EUR, the rate given with --rate, of 2026-09-30; the total is \$2\.50/],
    ['markdown', /### Token cost: 2\.00 EUR/],
    ['markdown', /1 USD = 0\.8 EUR, .*; the total is (&#36;|\$)2\.50/],
    ['csv', /,cost_usd,.*,cost,currency\n.*,2\.5,.*,2,EUR\n/],
    ['openmetrics', /tokencost_cost_usd_total\{model="gpt-4o"\} 2\.5\n/],
    ['openmetrics', /tokencost_exchange_rate\{currency="EUR",source="--rate"\} 0\.8\n/],
  ])('%s', async (format, expected) => {
    const { stdout } = await worldWith().ran('report', 'run.jsonl', '--format', format, ...asked)
    expect(stdout).toMatch(expected)
  })

  test('a saved report is rendered in its currency', async () => {
    const world = worldWith()
    await world.ran('report', 'run.jsonl', '-o', 'cost.json', '--quiet', ...asked)
    const { stdout } = await world.ran('render', 'cost.json')
    expect(stdout).toContain('Cost (EUR)')
  })
})

describe('saved reports that are added up', () => {
  async function worldOfTwo(first: readonly string[], second: readonly string[]) {
    const world = worldWith()
    await world.ran('report', 'run.jsonl', '-o', 'a.json', '--quiet', ...first)
    await world.ran('report', 'run.jsonl', '-o', 'b.json', '--quiet', ...second)
    return async (...argv: readonly string[]) => {
      const { stdout } = await world.ran('report', '--json', '--quiet', ...argv)
      const { exchange, total_cost_usd, warnings } = JSON.parse(stdout)
      return { exchange, total_cost_usd, codes: warnings.map(({ code }: { code: string }) => code) }
    }
  }
  const at = (rate: string) => ['--currency', 'EUR', '--rate', rate]

  test('keep a rate that all of them state: the sum is exchanged, not the exchanged added', async () => {
    const report = await worldOfTwo(at('0.8'), at('0.80'))
    expect(await report('a.json', 'b.json')).toMatchObject({
      exchange: { rate: 0.8, total_cost: 4 },
      total_cost_usd: 5,
    })
  })

  test.each([
    ['another rate', at('0.9')],
    ['no rate', []],
  ])('%s in one of them: USD alone, with a warning', async (_, second) => {
    const report = await worldOfTwo(at('0.8'), second)
    const { exchange, codes } = await report('a.json', 'b.json')
    expect(exchange).toBeNull()
    expect(codes).toContain('exchange_dropped')
    expect(await report('a.json', 'b.json', ...at('2'))).toMatchObject({ exchange: { total_cost: 10 } })
  })

  test('beside a log without one: USD alone', async () => {
    const report = await worldOfTwo(at('0.8'), [])
    expect((await report('a.json', 'run.jsonl')).exchange).toBeNull()
  })
})
