import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
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

/** The codes of the warnings of both reports added up, and of one run over their logs the output tokens. */
async function addedUp(output: number) {
  const cwd = folderWith({ 'stream.jsonl': lines(STREAM), 'session.jsonl': lines(session(output)) })
  for (const name of ['stream', 'session']) {
    const report = await reportOn(cwd, [`${name}.jsonl`], { withKeys: true })
    writeFileSync(join(cwd, `${name}.json`), renderJson(report, { width: null, color: false, lang: 'en' }))
  }
  const { warnings } = await reportOn(cwd, ['stream.json', 'session.json'])
  const together = await reportOn(cwd, ['stream.jsonl', 'session.jsonl'])
  return { output: together.total_output_tokens, told: warnings.filter(({ code }) => code === 'run_total') }
}

test("a run's total that was compared with lesser copies of its calls is told when reports are added up", async () => {
  const { output, told } = await addedUp(50)
  expect(output).toBe(50)
  expect(told).toHaveLength(1)
  expect(told[0]!.message).toMatch(/^stream\.json: .* session\.json has .* one report of all logs of a run$/)
})

test('nothing is told where the copies elsewhere are no fuller', async () => {
  const { output, told } = await addedUp(2)
  expect(output).toBe(50)
  expect(told).toEqual([])
})
