import { expect, test } from 'vitest'
import { trackFetch } from '../../src/capture/tracked-fetch.ts'
import { recording } from './recording.ts'

const JSON_TYPE = 'application/json'
const EVENTS = 'text/event-stream'

/** What is recorded when `url` answers `body` and its reader takes `read` of it. */
async function recorded(url: string, body: string, type: string, read: (response: Response) => Promise<unknown>) {
  const { recorder, calls, problems } = recording()
  const answer = async () => new Response(body, { headers: { 'content-type': type } })
  const response = await trackFetch(answer as typeof fetch, { recorder })(url, {
    method: 'POST',
    body: '{"model":"m"}',
  })
  await read(response)
  return { calls: calls(), problems: problems() }
}

const sse = (...events: readonly object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
const text = (response: Response) => response.text()

async function firstOnly(response: Response): Promise<void> {
  const reader = response.body!.getReader()
  await reader.read()
  await reader.cancel()
}

const soFar = (completion_tokens: number, finish_reason: string | null) => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1772359200, model: 'm' },
  choices: [{ index: 0, delta: { content: 'a' }, finish_reason }],
  usage: { prompt_tokens: 10, completion_tokens, total_tokens: 10 + completion_tokens },
})

test('usage that a server states with every piece of a stream is whole only with the last', async () => {
  const url = 'http://localhost:8000/v1/chat/completions'
  const cut = await recorded(url, sse(soFar(1, null)), EVENTS, firstOnly)
  expect(cut.calls).toEqual([{ model: 'm', input: 10, output: 1, partial: true }])
  const whole = await recorded(url, sse(soFar(1, null), soFar(2, 'stop')), EVENTS, text)
  expect(whole.calls).toEqual([{ model: 'm', input: 10, output: 2, partial: false }])
})

test('a streamed picture states usage at its end; a transcript that states none is no call', async () => {
  const usage = { input_tokens: 50, output_tokens: 1000, total_tokens: 1050 }
  const drawn = sse({ type: 'image_generation.partial_image' }, { type: 'image_generation.completed', usage })
  const picture = await recorded('https://api.openai.com/v1/images/generations', drawn, EVENTS, text)
  expect(picture.calls).toEqual([{ model: 'm', input: 50, output: 1000, partial: false }])
  const heard = sse({ type: 'transcript.text.delta', delta: 'a' }, { type: 'transcript.text.done', text: 'a' })
  const transcript = await recorded('https://api.openai.com/v1/audio/transcriptions', heard, EVENTS, text)
  expect(transcript).toEqual({ calls: [], problems: [] })
})

test('speech passes by unwatched: it is the response of fetch itself', async () => {
  const { recorder } = recording()
  const speech = new Response(new Uint8Array(10), { headers: { 'content-type': 'audio/mpeg' } })
  const answer = async () => speech
  const plain = Object.getPrototypeOf(speech)
  const url = 'https://api.openai.com/v1/audio/speech'
  const given = await trackFetch(answer as typeof fetch, { recorder })(url, { method: 'POST' })
  expect(given).toBe(speech)
  expect(Object.getPrototypeOf(given)).toBe(plain)
})

const message = {
  ...{ id: 'msg_01', type: 'message', role: 'assistant', model: 'claude-opus-4-6', content: [] },
  ...{ stop_reason: 'end_turn', usage: { input_tokens: 7, output_tokens: 3 } },
}

test.each([
  'https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/anthropic/models/claude-opus-4-6:rawPredict',
  'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-opus-4-6-v1%3A0/invoke',
])('an answer of Anthropic behind a cloud is recorded: %s', async (url) => {
  const { calls } = await recorded(url, JSON.stringify(message), JSON_TYPE, (response) => response.json())
  expect(calls).toEqual([{ model: 'claude-opus-4-6', input: 7, output: 3, partial: false }])
})
