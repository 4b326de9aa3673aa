import { expect, it } from 'vitest'
import { reportOn } from '../analyze/reporting.ts'
import { folderWith } from '../cli/folder.ts'

const lines = (...entries: readonly object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')

/** 1,000 input and 500 output tokens; by the price of claude-sonnet-4-5 1,000 × 3 + 500 × 15 = 10,500 per million. */
function call(id: string, model = 'claude-sonnet-4-5') {
  const usage = { input_tokens: 1000, output_tokens: 500 }
  return { type: 'message', role: 'assistant', id, model, content: [], usage }
}

const inStream = (id: string, model?: string) => ({ type: 'assistant', session_id: 's1', message: call(id, model) })
const inSession = (id: string) => ({
  ...{ type: 'assistant', sessionId: 's1', timestamp: '2026-03-01T10:00:00Z', requestId: `req_${id}` },
  message: call(id),
})

/** What a run of so many such calls says at its end. It states a cost, which the calls do not. */
function result(calls: number, costUSD: number, model = 'claude-sonnet-4-5') {
  const [inputTokens, outputTokens] = [calls * 1000, calls * 500]
  return {
    ...{ type: 'result', subtype: 'success', session_id: 's1', num_turns: calls, total_cost_usd: costUSD },
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    modelUsage: {
      [model]: { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheCreationInputTokens: 0, costUSD },
    },
  }
}

const figures = async (files: Readonly<Record<string, string>>, cost: 'computed' | 'logged' | 'auto') => {
  const report = await reportOn(folderWith(files), Object.keys(files), { cost })
  expect(report.total_tokens).toBe(report.call_count * 1500)
  return [report.call_count, report.total_cost_usd, report.total_logged_cost_usd, report.cost_complete].map(String)
}

it('the cost of a run is that of the calls that it lists, where these state none', async () => {
  const stream = { 'run.jsonl': lines(inStream('msg_a'), inStream('msg_b'), result(2, 0.5)) }
  expect(await figures(stream, 'logged')).toEqual(['2', '0.5', '0.5', 'true'])
  expect(await figures(stream, 'computed')).toEqual(['2', '0.021', '0.5', 'true'])
})

it('and of those that its session has, whatever the order of files', async () => {
  const [session, printed] = [lines(inSession('msg_a'), inSession('msg_b')), lines(result(2, 0.5))]
  for (const files of [
    { 'a.jsonl': session, 'b.jsonl': printed },
    { 'a.jsonl': printed, 'b.jsonl': session },
  ])
    expect(await figures(files, 'logged')).toEqual(['2', '0.5', '0.5', 'true'])
})

it('a model without a price has the cost of its run', async () => {
  const stream = { 'run.jsonl': lines(inStream('msg_a', 'acme-1'), result(1, 0.25, 'acme-1')) }
  expect(await figures(stream, 'auto')).toEqual(['1', '0.25', '0.25', 'true'])
  expect((await figures(stream, 'computed')).at(-1)).toBe('false')
})

it('calls that state their cost keep it', async () => {
  const priced = { ...inSession('msg_a'), costUSD: 0.3 }
  const files = { 'a.jsonl': lines(priced, inSession('msg_b')), 'b.jsonl': lines(result(2, 0.5)) }
  expect(await figures(files, 'logged')).toEqual(['2', '0.5', '0.5', 'true'])
})
