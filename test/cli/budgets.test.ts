import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

describe('a mistake in budgets: ends with 2 and names the place', () => {
  test.each([
    ['budgets: 5\n', 'tokencost.yaml:1:10: budgets: expected names with limits, such as run: { maxCost: 5 }'],
    ['budgets: { run: 5 }\n', 'tokencost.yaml:1:17: run: expected limits, such as { maxCost: 5 }'],
    [
      'budgets:\n  run: { max_cost: 5 }\n',
      'tokencost.yaml:2:10: unknown key max_cost of a budget; did you mean maxCost?',
    ],
    [
      'budgets:\n  run: { maxCost: 5, soft: yes }\n',
      'tokencost.yaml:2:22: unknown key soft of a budget\nKeys of a budget are per, maxCost, maxTokens, warnAt.',
    ],
    ['budgets:\n  run: { per: model }\n', 'tokencost.yaml:2:3: run: needs maxCost: or maxTokens:'],
    [
      'budgets:\n  run:\n    warnAt: 80%\n    maxCost: five\n',
      'tokencost.yaml:4:14: maxCost of run: Write an amount of US dollars, such as 5 or 0.50, or of another currency: 5eur.',
    ],
  ])('%j', async (text, said) => {
    const cwd = folderWith({ 'a.jsonl': openaiLine(), 'tokencost.yaml': text })
    expect(await run(['report', 'a.jsonl'], { cwd })).toEqual({
      exit: 2,
      stdout: '',
      stderr: `tokencost: ${said}\n`,
    })
  })
})
