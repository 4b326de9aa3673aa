import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** Input 1 USD per token, output 2: one line of 12 and 5 tokens costs 22 USD. */
const DEAR = `version: 1
currency: USD
per: 1
models:
  openai/gpt-4o: { input: 1, output: 2 }
`
/** Input and output 10 USD per token: 170 USD. */
const DEARER = DEAR.replace('{ input: 1, output: 2 }', '{ input: 10, output: 10 }')

const PROJECT = {
  '.git/HEAD': 'ref: refs/heads/main',
  'tokencost.yaml': 'logs: runs/*.jsonl\npricing: prices/dear.yaml\n',
  'prices/dear.yaml': DEAR,
  'dearer.yaml': DEARER,
  'runs/a.jsonl': openaiLine(),
  'below/deep/b.jsonl': openaiLine(),
}

async function cost(argv: readonly string[], cwd: string): Promise<number> {
  const { exit, stdout, stderr } = await run(['report', '--json', ...argv], { cwd })
  expect(exit, stderr).toBe(0)
  return JSON.parse(stdout).total_cost_usd
}

describe('tokencost.yaml', () => {
  test('is found here or above, and its paths are relative to it', async () => {
    const cwd = folderWith(PROJECT)
    expect(await cost([], cwd)).toBe(22)
    const { stderr, stdout } = await run(['report', '--json'], { cwd: join(cwd, 'below/deep') })
    expect(stderr).toBe('reading logs: of ../../tokencost.yaml\n')
    expect(JSON.parse(stdout)).toMatchObject({
      total_cost_usd: 22,
      input: { by_file: [{ name: '../../runs/a.jsonl' }] },
    })
  })

  test('is not looked for above the root of a repository', async () => {
    const cwd = folderWith({ ...PROJECT, 'vendored/.git/HEAD': '', 'vendored/c.jsonl': openaiLine() })
    expect(await cost(['c.jsonl'], join(cwd, 'vendored'))).toBe(0.00008)
  })

  test('gives prices, over which --pricing wins, the last one most', async () => {
    const cwd = folderWith(PROJECT)
    expect(await cost(['--pricing', 'dearer.yaml', 'runs/a.jsonl'], cwd)).toBe(170)
    expect(await cost(['--pricing', 'dearer.yaml', '--pricing', 'prices/dear.yaml', 'runs/a.jsonl'], cwd)).toBe(22)
  })

  test('may be another file, or none', async () => {
    const cwd = folderWith({ ...PROJECT, 'ci/other.yaml': 'logs: [ "../below" ]\npricing: [ ../dearer.yaml ]\n' })
    expect(await cost(['--config', 'ci/other.yaml'], cwd)).toBe(170)
    expect(await cost(['--no-config', 'runs/a.jsonl'], cwd)).toBe(0.00008)
    const { exit, stderr } = await run(['report', '--no-config'], { cwd })
    expect([exit, stderr.split(':', 2)]).toEqual([2, ['tokencost', ' nothing to read']])
  })

  test('may be empty', async () => {
    expect(await cost(['a.jsonl'], folderWith({ 'tokencost.yaml': '# later\n', 'a.jsonl': openaiLine() }))).toBe(
      0.00008,
    )
  })

  test('names that lead nowhere are said to', async () => {
    const { exit, stderr } = await run(['report'], {
      cwd: folderWith({ 'tokencost.yaml': 'logs: [nowhere, "*.log"]' }),
    })
    expect(exit).toBe(1)
    expect(stderr).toContain('  nowhere: it does not exist\n  *.log: no file matches this pattern\n')
  })
})

describe('a mistake in tokencost.yaml ends with 2 and names the place', () => {
  test.each([
    ['pricing: []\nlog: [a]\n', 'tokencost.yaml:2:1: unknown key log; did you mean logs?'],
    ['prcing: x.yaml\n', 'tokencost.yaml:1:1: unknown key prcing; did you mean pricing?'],
    [
      'max-spend: 5\n',
      'tokencost.yaml:1:1: unknown key max-spend\nKeys are logs, pricing, formats, budgets, currency, rates, groupBy, timezone, outputs, cache.',
    ],
    ['budget: 5\n', 'tokencost.yaml:1:1: unknown key budget; did you mean budgets?'],
    ['logs:\n  - a\n  - [b]\n', 'tokencost.yaml:3:5: logs: expected a path or a list of paths'],
    ['logs: { a: b }\n', 'tokencost.yaml:1:7: logs: expected a path or a list of paths'],
    ['cache: true\n', 'tokencost.yaml:1:8: cache: true is no path; if a file is called that, write ./true'],
    ['logs: 5\n', 'tokencost.yaml:1:7: logs: 5 is no path; if a file is called that, write ./5'],
    ['logs: [a, -1.5e3]\n', 'tokencost.yaml:1:11: logs: -1.5e3 is no path; if a file is called that, write ./-1.5e3'],
    ['pricing: No\n', 'tokencost.yaml:1:10: pricing: No is no path; if a file is called that, write ./No'],
    ['- a\n', 'tokencost.yaml:1:1: expected keys such as logs:'],
  ])('%j', async (text, said) => {
    const cwd = folderWith({ 'tokencost.yaml': text, 'a.jsonl': openaiLine() })
    expect(await run(['report', 'a.jsonl'], { cwd })).toEqual({ exit: 2, stdout: '', stderr: `tokencost: ${said}\n` })
  })

  test.each(['logs: [a\n', 'logs: a\n logs: b\n', 'logs: a\nlogs: b\n', '\u0000', '{{{'])(
    '%j, which is no YAML for this',
    async (text) => {
      const { exit, stdout, stderr } = await run(['report', 'a.jsonl'], {
        cwd: folderWith({ 'tokencost.yaml': text, 'a.jsonl': openaiLine() }),
      })
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
      expect(stderr).toMatch(/^tokencost: tokencost\.yaml:\d+:\d+: /)
      expect(stderr).not.toContain('internal error')
    },
  )

  test('a price file that is not there has the place that names it', async () => {
    const cwd = folderWith({ ...PROJECT, 'tokencost.yaml': 'logs: below\npricing: [nope.yaml]\n' })
    const { exit, stderr } = await run(['report'], { cwd })
    expect(exit).toBe(2)
    expect(stderr).toContain(
      'tokencost: tokencost.yaml:2:11: cannot read the price file nope.yaml: it does not exist\n',
    )
  })

  test('a price file with a mistake, likewise', async () => {
    const cwd = folderWith({ ...PROJECT, 'prices/dear.yaml': DEAR.replace('output: 2', 'outptu: 2') })
    const { exit, stdout, stderr } = await run(['report'], { cwd })
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(/prices\/dear\.yaml:5:30: .*outptu.*did you mean output\?/)
  })
})
