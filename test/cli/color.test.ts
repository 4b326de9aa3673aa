import { expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run, type World } from './run.ts'

const [TERMINAL, PIPE] = [{ terminal: 100 }, {}]

test.each([
  ['a terminal', TERMINAL, {}, [], true],
  ['a pipe', PIPE, {}, [], false],
  ['NO_COLOR', TERMINAL, { NO_COLOR: '1' }, [], false],
  ['NO_COLOR that is empty, which counts as not set', TERMINAL, { NO_COLOR: '' }, [], true],
  ['FORCE_COLOR', PIPE, { FORCE_COLOR: '1' }, [], true],
  ['FORCE_COLOR that says no', TERMINAL, { FORCE_COLOR: '0' }, [], false],
  ['CLICOLOR_FORCE', PIPE, { CLICOLOR_FORCE: '1' }, [], true],
  ['NO_COLOR before FORCE_COLOR', TERMINAL, { NO_COLOR: '1', FORCE_COLOR: '1' }, [], false],
  ['a dumb terminal', TERMINAL, { TERM: 'dumb' }, [], false],
  ['--color always, which wins', PIPE, { NO_COLOR: '1', TERM: 'dumb' }, ['--color', 'always'], true],
  ['--color never, which wins', TERMINAL, { FORCE_COLOR: '1' }, ['--color', 'never'], false],
] satisfies [string, Partial<World>, World['env'], string[], boolean][])(
  'colour with %s',
  async (_, output, env, flags, wanted) => {
    const cwd = folderWith({ 'run.jsonl': openaiLine() })
    const { stdout } = await run(['report', 'run.jsonl', ...flags], { cwd, env, ...output })
    expect(stdout.includes('\u001b[')).toBe(wanted)
  },
)

test('colour is for people: no format for programs has it, whatever was forced', async () => {
  const cwd = folderWith({ 'run.jsonl': openaiLine() })
  for (const format of ['json', 'jsonl', 'csv', 'markdown', 'openmetrics']) {
    const { stdout } = await run(['report', 'run.jsonl', '--format', format, '--color', 'always'], { cwd })
    expect(stdout).not.toContain('\u001b')
  }
})

test('the table fits the terminal, or COLUMNS where that is set', async () => {
  const cwd = folderWith({ 'run.jsonl': openaiLine() })
  const widest = async (world: Partial<World>) => {
    const { stdout } = await run(['report', 'run.jsonl', '--color', 'never'], { cwd, ...world })
    const table = stdout.slice(0, stdout.indexOf('\n\n'))
    return Math.max(...table.split('\n').map((line) => line.length))
  }
  expect(await widest({ terminal: 60 })).toBeLessThanOrEqual(60)
  expect(await widest({ terminal: 200, env: { COLUMNS: '50' } })).toBeLessThanOrEqual(50)
  expect(await widest({ terminal: 200 })).toBeGreaterThan(60)
})
