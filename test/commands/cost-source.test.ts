import { expect, test } from 'vitest'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

// gpt-4o: 1,000 × 2.50 + 100 × 10 per million = 0.0035; nobody knows the price of acme-1.
const LOG = `${[
  { model: 'gpt-4o', cost_usd: 0.005, usage: { prompt_tokens: 1000, completion_tokens: 100 } },
  { model: 'acme-1', cost_usd: 0.02, usage: { prompt_tokens: 10, completion_tokens: 1 } },
]
  .map((entry) => JSON.stringify(entry))
  .join('\n')}\n`

test.each([
  ['computed', 0.0035, false, { 'gpt-4o': 0.0035, 'acme-1': null }, '$0.0215 more than the total'],
  ['logged', 0.025, true, { 'gpt-4o': 0.005, 'acme-1': 0.02 }, 'as much as the total'],
  ['auto', 0.0235, true, { 'gpt-4o': 0.0035, 'acme-1': 0.02 }, '$0.0015 more than the total'],
])('--cost %s', async (source, total, complete, costs, difference) => {
  const cwd = folderWith({ 'run.jsonl': LOG })
  const { stdout } = await run(['report', 'run.jsonl', '--json', '--cost', source], { cwd })
  const report = JSON.parse(stdout) as { models_breakdown: Record<string, { cost_usd: number | null }> }
  expect(report).toMatchObject({ total_cost_usd: total, total_logged_cost_usd: 0.025, cost_complete: complete })
  expect(
    Object.fromEntries(Object.entries(report.models_breakdown).map(([name, row]) => [name, row.cost_usd])),
  ).toEqual(costs)
  const table = (await run(['report', 'run.jsonl', '--cost', source], { cwd })).stdout
  expect(table).toContain(`The logs themselves state a cost of $0.0250, ${difference}\n`)
})

test('--cost auto names the rows whose cost the logs state', async () => {
  const cwd = folderWith({ 'run.jsonl': LOG })
  const { stdout } = await run(['report', 'run.jsonl', '--cost', 'auto'], { cwd })
  expect(stdout).toContain('Not computed, but stated by the logs: the cost of acme-1\n')
})
