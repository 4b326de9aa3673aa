import { describe, expect, test } from 'vitest'
import { mappedFormats } from '../../src/formats/mapped.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const ACME = `formats:
  - name: acme
    match: llm
    model: llm.name
    input: llm.in
    output: llm.out
`

interface Counted {
  readonly call_count: number
  readonly total_input_tokens: number
  readonly total_output_tokens: number
  readonly models_breakdown: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly input: Readonly<Record<string, unknown>>
  readonly groups: readonly unknown[]
  readonly period: unknown
}

async function reportOf(yaml: string, entries: readonly unknown[], ...flags: readonly string[]): Promise<Counted> {
  const log = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
  const cwd = folderWith({ 'tokencost.yaml': yaml, 'run.jsonl': log })
  const { exit, stdout, stderr } = await run(['report', 'run.jsonl', '--json', ...flags], { cwd })
  expect(exit, stderr).toBe(0)
  return JSON.parse(stdout) as Counted
}

describe('a format of tokencost.yaml', () => {
  test('counts entries that carry no marker of a built-in format', async () => {
    const entries = [{ llm: { name: 'm1', in: 100, out: 20 } }, { other: 1 }, { llm: { name: 'm1', in: '50', out: 5 } }]
    expect(await reportOf(ACME, entries)).toMatchObject({
      call_count: 2,
      total_input_tokens: 150,
      total_output_tokens: 25,
      input: { lines: 3, records: 2, other: 1, by_file: [{ formats: ['acme'] }] },
    })
  })

  test('is asked before the built-in ones, also between entries of theirs', async () => {
    const openai = { model: 'm2', usage: { prompt_tokens: 7, completion_tokens: 1 } }
    const both = { llm: { name: 'm1', in: 100, out: 20 }, usage: { prompt_tokens: 9_999, completion_tokens: 9 } }
    const { models_breakdown } = await reportOf(ACME, [openai, both, openai])
    expect(models_breakdown).toMatchObject({ m1: { input_tokens: 100 }, m2: { input_tokens: 14 } })
  })

  test('adds cache that lies outside, and keeps cache that lies inside', async () => {
    const cached = `${ACME}    cache_read: llm.hit\n    cache_write: llm.stored\n    reasoning: llm.thought\n`
    const entry = { llm: { name: 'm', in: 100, out: 20, hit: 60, stored: 30, thought: 5 } }
    const parts = { cache_read_tokens: 60, cache_write_tokens: 30, reasoning_tokens: 5, output_tokens: 20 }
    const outside = await reportOf(`${cached}    cache: outside\n`, [entry])
    expect(outside.models_breakdown['m']).toMatchObject({ input_tokens: 190, ...parts })
    const inside = await reportOf(`${cached}    cache: inside\n`, [entry])
    expect(inside.models_breakdown['m']).toMatchObject({ input_tokens: 100, ...parts })
  })

  test('refuses an entry that shows that its mapping is wrong', async () => {
    const cached = `${ACME}    cache_read: llm.hit\n    cache: inside\n    reasoning: llm.thought\n`
    const entries = [{ llm: { in: 10, out: 20, hit: 60 } }, { llm: { in: 10, out: 20, thought: 21 } }]
    expect((await reportOf(cached, entries)).input).toMatchObject({ malformed: 2, records: 0 })
  })

  test('folds calls of one id, and takes time, session and labels', async () => {
    const yaml = `${ACME}    id: call\n    time: at\n    session: run\n    labels: { team: meta.team }\n`
    const entry = {
      call: 17,
      at: '2026-03-01T10:00:00Z',
      run: 's1',
      meta: { team: 't' },
      llm: { name: 'm', in: 1, out: 1 },
    }
    const report = await reportOf(yaml, [entry, entry], '--group-by', 'session')
    expect(report).toMatchObject({
      call_count: 1,
      groups: [{ keys: { session: 's1' } }],
      period: { start: '2026-03-01T10:00:00.000Z' },
      input: { records: 1, duplicates: 1 },
    })
  })

  test('turns running totals of each session into differences', async () => {
    const yaml = `${ACME}    session: run\n    cumulative: true\n`
    const entry = (run: string, input: number, output: number) => ({ run, llm: { name: 'm', in: input, out: output } })
    const entries = [
      entry('a', 100, 10),
      entry('b', 40, 4),
      entry('a', 150, 15),
      entry('a', 150, 15),
      entry('b', 60, 6),
    ]
    expect(await reportOf(yaml, entries)).toMatchObject({
      call_count: 4,
      total_input_tokens: 150 + 60,
      total_output_tokens: 15 + 6,
      input: { records: 4, duplicates: 1 },
    })
  })

  test('may not take the name of a built-in one', async () => {
    const cwd = folderWith({ 'tokencost.yaml': ACME.replace('acme', 'codex'), 'run.jsonl': '{}\n' })
    const { exit, stderr } = await run(['report', 'run.jsonl'], { cwd })
    expect(exit).toBe(2)
    expect(stderr).toContain('tokencost.yaml:2:11: codex is the name of a built-in format')
  })
})

test.each([
  ['tokens_in', '"tokens_in"'],
  ['é', ''],
  ['a"b', ''],
])('entries with the count key %j are looked for by the needle %j', (key, needle) => {
  const nothing = { output: null, cache_read: null, cache_write: null, reasoning: null }
  const rest = { model: null, cache: null, id: null, time: null, session: null, labels: {}, cumulative: false }
  const mapping = { name: 'x', place: '', match: ['x'], counts: { input: ['x', key], ...nothing }, ...rest }
  expect(mappedFormats([mapping])[0]!.needles).toEqual([needle])
})
