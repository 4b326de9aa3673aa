import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { olderJson } from '../analyze/older-report.ts'
import { reportOn } from '../analyze/reporting.ts'
import { folderWith } from '../cli/folder.ts'

const usage = (output_tokens: number) => ({ input_tokens: 100, output_tokens })
const message = (output: number) => ({
  ...{ id: 'msg_a', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [] },
  usage: usage(output),
})
/** A placeholder of 2 output tokens, of which the result knows that they were 50. */
const STREAM = [
  { type: 'assistant', session_id: 's1', message: message(2) },
  {
    ...{ type: 'result', subtype: 'success', session_id: 's1', num_turns: 1, usage: usage(50) },
    modelUsage: { 'claude-sonnet-4-5': { inputTokens: 100, outputTokens: 50 } },
  },
]
const session = (output: number) => [
  { type: 'assistant', timestamp: '2026-03-01T10:00:00Z', sessionId: 's1', requestId: 'r1', message: message(output) },
]
const lines = (entries: readonly object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')

/** Both reports added up, where the session's has `jsonOf` as its text. */
async function addedUp(output: number, jsonOf: (report: TokenUsageReport) => string) {
  const cwd = folderWith({ 'stream.jsonl': lines(STREAM), 'session.jsonl': lines(session(output)) })
  for (const name of ['stream', 'session'])
    writeFileSync(join(cwd, `${name}.json`), jsonOf(await reportOn(cwd, [`${name}.jsonl`], { withKeys: true })))
  const { warnings, total_output_tokens } = await reportOn(cwd, ['stream.json', 'session.json'])
  return { output: total_output_tokens, told: warnings.filter(({ code }) => code === 'run_total') }
}

test("a run's total that was compared with lesser copies of its calls is told when older reports are added up", async () => {
  const { told } = await addedUp(50, olderJson)
  expect(told).toHaveLength(1)
  expect(told[0]!.message).toMatch(/^stream\.json: .* session\.json has .* one report of all logs of a run$/)
})

test('nothing is told where the copies elsewhere are no fuller', async () => {
  expect(await addedUp(2, olderJson)).toEqual({ output: 50, told: [] })
})

test('reports whose rows say what totals state count all of it once, and there is nothing to tell', async () => {
  const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })
  expect(await addedUp(50, json)).toEqual({ output: 50, told: [] })
})
