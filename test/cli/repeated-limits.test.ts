import { expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

test('limits that are given several times hold each, under names of their own; the same one twice is one', async () => {
  // Four calls of 0.00008 USD and 17 tokens.
  const cwd = folderWith({ 'four.jsonl': openaiLine().repeat(4) })
  const flags = '--max-cost 5 --max-cost 0.0003 --max-tokens 1k --max-cost 5'
  const { exit, stderr } = await run(['report', 'four.jsonl', ...flags.split(' ')], { cwd })
  expect([exit, stderr.trim().split('\n')]).toEqual([
    3,
    [
      'gate max-cost 5 passed: $0.00032 of $5.00 (limit: --max-cost)',
      'gate max-cost 0.0003 failed: $0.00032, $0.00002 over the limit of $0.0003 (limit: --max-cost)',
      'gate max-tokens passed: 68 tokens of 1,000 tokens (limit: --max-tokens)',
    ],
  ])
})

test('--fail-on takes all that it is given; a flag of one value is refused the second time', async () => {
  const cwd = folderWith({ 'run.jsonl': openaiLine({ model: 'acme-1' }) })
  expect((await run(['report', 'run.jsonl', '--fail-on', 'unpriced', '--fail-on', 'empty'], { cwd })).exit).toBe(4)
  const { exit, stdout } = await run(['report', 'run.jsonl', '--top', '1', '--top', '2'], { cwd })
  expect([exit, stdout]).toEqual([2, ''])
  const labels = await run(['report', 'run.jsonl', '--label', 'team=a', '--label', 'env=b', '--label', 'team=c'], {
    cwd,
  })
  expect([labels.exit, labels.stdout]).toEqual([2, ''])
  expect(labels.stderr).toContain('The label team is given twice, as a and as c; give it once.')
  const same = await run(['report', 'run.jsonl', '--label', 'team=a', '--label', 'team=a'], { cwd })
  expect(same.exit).toBe(0)
})

test('tokens of which some were lost are said to be at least so many', async () => {
  const cwd = folderWith({ 'cut.jsonl': `${openaiLine()}${openaiLine().slice(0, -10)}` })
  const { exit, stderr } = await run(['report', 'cut.jsonl', '--max-tokens', '1k'], { cwd })
  expect(exit).toBe(3)
  expect(stderr).toContain('failed: there are at least 17 tokens of 1,000 tokens, some usage was lost or not read')
})
