import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const SECRET = 'the text of a prompt'
const HOME_MADE = `${[
  {
    ts: '2026-03-01T10:00:00Z',
    engine: 'm1',
    prompt: SECRET,
    stats: { requestSizeTokens: 100, responseSizeTokens: 20, cached: 60 },
  },
  { model: 'm2', usage: { prompt_tokens: 5, completion_tokens: 1 } },
  {
    ts: '2026-03-01T10:00:01Z',
    engine: 'm1',
    prompt: SECRET,
    stats: { requestSizeTokens: 10, responseSizeTokens: 2, cached: 0 },
  },
  { msg: 'nothing' },
]
  .map((entry) => JSON.stringify(entry))
  .join('\n')}\n{"model": "${SECRET}\n`

describe('tokencost inspect', () => {
  test('says what was recognized, the accounting, and the shapes that were not understood', async () => {
    const cwd = folderWith({ 'run.jsonl': HOME_MADE })
    const { exit, stdout, stderr } = await run(['inspect', 'run.jsonl'], { cwd })
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toContain('run.jsonl\n  recognized: generic (1 entry)\n')
    expect(stdout).toContain('5 lines: 1 record, 0 duplicates, 3 other, 1 malformed')
    expect(stdout).toContain('line 5: ')
    expect(stdout).toContain('(line 1, 3):\n    ts\n    engine\n    prompt\n    stats.requestSizeTokens\n')
  })

  test('never prints a value', async () => {
    const cwd = folderWith({ 'run.jsonl': HOME_MADE })
    const { stdout, stderr } = await run(['inspect', 'run.jsonl'], { cwd })
    expect(stdout + stderr).not.toMatch(new RegExp(`${SECRET}|m1|2026|100`))
  })

  test('guesses a mapping that works when it is pasted', async () => {
    const log = { 'run.jsonl': HOME_MADE }
    const { stdout } = await run(['inspect', 'run.jsonl'], { cwd: folderWith(log) })
    const yaml = /^ {4}formats:\n(?: {4}.*\n)+/m.exec(stdout)![0].replace(/^ {4}/gm, '')
    expect(parse(yaml)).toEqual({
      formats: [
        {
          name: 'my-log',
          match: 'stats.requestSizeTokens',
          model: 'engine',
          input: 'stats.requestSizeTokens',
          output: 'stats.responseSizeTokens',
          cache_read: 'stats.cached',
          cache: 'inside',
          time: 'ts',
        },
      ],
    })
    const mapped = await run(['report', 'run.jsonl', '--json'], { cwd: folderWith({ ...log, 'tokencost.yaml': yaml }) })
    expect(JSON.parse(mapped.stdout)).toMatchObject({
      models_breakdown: { m1: { call_count: 2, input_tokens: 110, output_tokens: 22, cache_read_tokens: 60 } },
    })
  })

  test.each([
    ['two numbers that may be the input', { in_tokens: 1, all: { input_size_tokens: 2, output_size_tokens: 2 } }],
    ['calls in a list', { calls: [{ tokens_in_size: 1, tokens_out_size: 2 }] }],
    ['a total alone', { tokens: 12 }],
  ])('guesses no mapping for %s', async (_, entry) => {
    const cwd = folderWith({ 'run.jsonl': `${JSON.stringify({ kind: 'x', stats: entry })}\n` })
    const { stdout } = await run(['inspect', 'run.jsonl'], { cwd })
    expect(stdout).not.toContain('formats:')
  })

  test.each([
    ['limits', { max_tokens: 100, token_budget: 5 }],
    ['counts that are zero', { tokens_in: 0, tokens_out: 0 }],
    ['schemas', { parameters: { tokens: 5 } }],
  ])('takes %s for no usage', async (_, entry) => {
    const cwd = folderWith({ 'run.jsonl': `${JSON.stringify(entry)}\n` })
    expect((await run(['inspect', 'run.jsonl'], { cwd })).stdout).not.toContain('not understood')
  })

  test('ends with 1 where nothing can be read', async () => {
    const { exit, stderr } = await run(['inspect', 'none.jsonl'], { cwd: folderWith() })
    expect(exit).toBe(1)
    expect(stderr).toContain('none.jsonl: it does not exist')
  })
})
