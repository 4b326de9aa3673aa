/**
 * What recording costs: `npm run build && node --expose-gc test/bench/capture.js`. Time per call of a tracked answer, as
 * against the same answer untracked, and memory per call. Numbers go to docs/PERFORMANCE.md by hand.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trackFetch, UsageRecorder } from '../../dist/index.js'

const ANSWER = JSON.stringify({
  id: 'chatcmpl-AbCdEfGhIjKlMnOpQrSt',
  object: 'chat.completion',
  created: 1772359200,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'word '.repeat(200) }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1200, completion_tokens: 200, total_tokens: 1400 },
})
const folder = mkdtempSync(join(tmpdir(), 'tokencost-'))

console.log(`one record call:        ${micros(await timePerRecord())}`)
console.log(`a tracked JSON answer:  ${micros(await timePerAnswer())} more than untracked`)
console.log(`memory with an id:      ${await memoryPerCall((i) => ({ id: `chatcmpl-${i}` }))} bytes a call`)
console.log(`memory without an id:   ${await memoryPerCall(() => ({}))} bytes a call`)
rmSync(folder, { recursive: true })

async function timePerRecord() {
  const recorder = new UsageRecorder({ file: join(folder, 'record.jsonl') })
  await recorder.prices()
  const usage = JSON.parse(ANSWER).usage
  return await best(async (n) => {
    for (let i = 0; i < n; i++) {
      recorder.record('gpt-4o', usage, { task: 'bench' }, { id: `chatcmpl-${i}`, provider: 'openai' })
      if (i % 8 === 0) await new Promise(setImmediate)
    }
  })
}

async function timePerAnswer() {
  const recorder = new UsageRecorder({ file: join(folder, 'answer.jsonl') })
  await recorder.prices()
  const answer = async () => new Response(ANSWER, { headers: { 'content-type': 'application/json' } })
  const reading = (fetch) => async (n) => {
    for (let i = 0; i < n; i++) {
      await (await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST' })).json()
      if (i % 8 === 0) await new Promise(setImmediate)
    }
  }
  return (await best(reading(trackFetch(answer, { recorder })))) - (await best(reading(answer)))
}

/** Nanoseconds of one step, in the best of nine rounds. */
async function best(steps) {
  const rounds = []
  for (let round = 0; round < 9; round++) {
    const start = process.hrtime.bigint()
    await steps(4000)
    rounds.push(Number(process.hrtime.bigint() - start) / 4000)
  }
  return Math.min(...rounds)
}

async function memoryPerCall(details) {
  const recorder = new UsageRecorder()
  await recorder.prices()
  const usage = { prompt_tokens: 1200, completion_tokens: 200 }
  const record = (from, to) => {
    for (let i = from; i < to; i++) recorder.record('gpt-4o', usage, {}, details(i))
  }
  record(0, 10_000)
  const before = used()
  record(10_000, 1_000_000)
  return Math.round((used() - before) / 990_000)
}

function used() {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function micros(nanos) {
  return `${(nanos / 1000).toFixed(1)} µs`
}
