import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cached, report, withOldFiles } from '../cache/cached.ts'
import { folderWith } from '../cli/folder.ts'
import { reportOn } from './reporting.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const STREAM = read('claude-code-stream/placeholder-known-to-the-session.jsonl')
const SESSION = read('claude-code/session-known-to-a-stream.jsonl')
const AGENT = read('claude-code/agent-unknown-to-its-stream.jsonl')
const EXEC = read('codex-exec/thread-with-a-rollout.jsonl')
const ROLLOUT = read('codex/rollout-of-an-exec-thread.jsonl')

beforeEach(withOldFiles)
afterEach(() => void vi.restoreAllMocks())

test.each([
  ['totals first', [STREAM, EXEC, SESSION, AGENT, ROLLOUT]],
  ['calls first', [ROLLOUT, AGENT, SESSION, EXEC, STREAM]],
])('runs that two logs know count once, from a cache too: %s', async (_, contents) => {
  const files = Object.fromEntries(contents.map((content, index) => [`logs/${index}.jsonl`, content]))
  const folder = folderWith(files)
  const whole = await report(folder)
  expect(await cached(folder)).toBe(whole)
  expect(await cached(folder)).toBe(whole)
  const { models_breakdown, input } = await reportOn(folder, ['logs'])
  // Claude Code: 410 + 415 + 203 and 50 + 30 + 15, as the result states; Codex: 3100 and 100, as the thread states.
  expect(models_breakdown).toMatchObject({
    'claude-opus-4-6': { call_count: 3, input_tokens: 1028, output_tokens: 95, calls_known: true },
    'claude-haiku-4-5': { call_count: 0, input_tokens: 7, output_tokens: 4, calls_known: false },
    'gpt-5.2-codex': { call_count: 2, input_tokens: 3100, cache_read_tokens: 900, output_tokens: 100 },
  })
  // Of the stream only the result is kept, for the other model; of exec nothing.
  expect(input).toMatchObject({ lines: 15, records: 6, duplicates: 5, other: 4 })
})

test('calls that a filter leaves out still account for a total', async () => {
  const folder = folderWith({ 'stream.jsonl': STREAM, 'session.jsonl': SESSION, 'agent.jsonl': AGENT })
  const filter = { since: null, until: null, conditions: [{ by: 'file', patterns: ['stream.jsonl'] }] }
  const { models_breakdown } = await reportOn(folder, ['.'], { filter })
  expect(models_breakdown).toMatchObject({ 'claude-haiku-4-5': { output_tokens: 4 } })
  expect(Object.keys(models_breakdown)).toHaveLength(1)
})

function read(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8')
}
