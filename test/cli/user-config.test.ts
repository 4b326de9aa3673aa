import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const LOG = { 'run.jsonl': openaiLine(), 'logs/a.jsonl': openaiLine() }
/** Input 1 USD per token, output 2: a line of 12 and 5 tokens costs 22 USD. */
const DEAR = 'version: 1\ncurrency: USD\nper: 1\nmodels:\n  openai/gpt-4o: { input: 1, output: 2 }\n'

const report = (cwd: string, argv: readonly string[], env = {}) =>
  run(['report', 'run.jsonl', '--json', ...argv], { cwd, env: { HOME: join(cwd, 'home'), ...env } })

describe("the user's own tokencost.yaml", () => {
  test('says what the one of the project does not', async () => {
    const cwd = folderWith({
      ...LOG,
      'home/.config/tokencost/tokencost.yaml': 'groupBy: session\ntimezone: Europe/Berlin\n',
      'tokencost.yaml': 'timezone: Asia/Tokyo\n',
    })
    const { group_by, timezone } = JSON.parse((await report(cwd, [])).stdout)
    expect([group_by, timezone]).toEqual([['session'], 'Asia/Tokyo'])
    const none = JSON.parse((await report(cwd, ['--no-config'])).stdout)
    expect([none.group_by, none.timezone]).toEqual([['model'], 'UTC'])
    const flag = JSON.parse((await report(cwd, ['-z', 'UTC', '--group-by', 'day'])).stdout)
    expect([flag.group_by, flag.timezone]).toEqual([['day'], 'UTC'])
  })

  test('is looked for below XDG_CONFIG_HOME, and lies under TOKENCOST_CONFIG and --config too', async () => {
    const cwd = folderWith({
      ...LOG,
      'xdg/tokencost/tokencost.yaml': 'groupBy: session\n',
      'ci.yaml': 'timezone: Asia/Tokyo\n',
    })
    const env = { XDG_CONFIG_HOME: join(cwd, 'xdg') }
    for (const [argv, more] of [
      [['--config', 'ci.yaml'], {}],
      [[], { TOKENCOST_CONFIG: 'ci.yaml' }],
    ] as const) {
      const { group_by, timezone } = JSON.parse((await report(cwd, argv, { ...env, ...more })).stdout)
      expect([group_by, timezone]).toEqual([['session'], 'Asia/Tokyo'])
    }
  })

  test('has paths relative to itself, and its prices lie under those of the project', async () => {
    const mine = { 'home/.config/tokencost/tokencost.yaml': 'pricing: mine.yaml\nlogs: ../../../logs\n' }
    const cwd = folderWith({ ...LOG, ...mine, 'home/.config/tokencost/mine.yaml': DEAR })
    const priced = await report(cwd, [])
    expect(JSON.parse(priced.stdout).total_cost_usd).toBe(22)
    expect(JSON.parse(priced.stdout).pricing.layers.at(-1).name).toBe('~/.config/tokencost/mine.yaml')
    const project = folderWith({
      ...LOG,
      ...mine,
      'home/.config/tokencost/mine.yaml': DEAR,
      'tokencost.pricing.yaml': DEAR.replace('1,', '2,'),
    })
    expect(JSON.parse((await report(project, [])).stdout).total_cost_usd).toBe(34)
    const { stderr } = await run(['report', '--json'], { cwd, env: { HOME: join(cwd, 'home') } })
    expect(stderr).toBe('reading logs: of ~/.config/tokencost/tokencost.yaml\n')
  })

  test('sets limits beside those of the project', async () => {
    const cwd = folderWith({
      ...LOG,
      'home/.config/tokencost/tokencost.yaml': 'budgets: { mine: { maxCost: 0.00001 } }\n',
      'tokencost.yaml': 'budgets: { ours: { maxCost: 5 } }\n',
    })
    const { exit, stdout } = await report(cwd, [])
    expect(exit).toBe(3)
    expect(
      JSON.parse(stdout).gates.map(({ name, source }: { name: string; source: string }) => [name, source]),
    ).toEqual([
      ['ours', 'tokencost.yaml:1:12'],
      ['mine', '~/.config/tokencost/tokencost.yaml:1:12'],
    ])
  })

  test('is checked like any other, and named without the home', async () => {
    const cwd = folderWith({ ...LOG, 'home/.config/tokencost/tokencost.yaml': 'log: x\n' })
    expect(await report(cwd, [])).toMatchObject({
      exit: 2,
      stderr: 'tokencost: ~/.config/tokencost/tokencost.yaml:1:1: unknown key log; did you mean logs?\n',
    })
  })
})
