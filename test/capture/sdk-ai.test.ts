import { createOpenAI } from '@ai-sdk/openai'
import { generateText, streamText, wrapLanguageModel } from 'ai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordOnFinish, usageMiddleware } from '../../src/capture/ai-sdk.ts'
import { trackFetch } from '../../src/capture/tracked-fetch.ts'
import { type Loopback, loopback, prompt } from './loopback.ts'
import { recording } from './recording.ts'

let server: Loopback
beforeAll(async () => {
  server = await loopback()
})
afterAll(() => server.close())

const provider = () => createOpenAI({ apiKey: 'none', baseURL: `${server.url}/v1` })

function wrapped(of: 'chat' | 'responses') {
  const { recorder, calls } = recording()
  const model = of === 'chat' ? provider().chat('gpt-4o') : provider().responses('gpt-4o')
  return { model: wrapLanguageModel({ model, middleware: usageMiddleware({ recorder }) }), recorder, calls }
}

describe.each(['chat', 'responses'] as const)("the AI SDK's middleware over %s", (of) => {
  test('records generateText, retries once', async () => {
    const { model, calls } = wrapped(of)
    const { text } = await generateText({ model, prompt: prompt({ in: 120, out: 30, fail: [500] }) })
    expect(text).toBe('Hello there')
    expect(calls()).toEqual([{ model: 'gpt-4o', input: 120, output: 30, partial: false }])
  })

  test('records streamText at its end', async () => {
    const { model, recorder, calls } = wrapped(of)
    const { textStream } = streamText({ model, prompt: prompt({ in: 50, out: 25 }) })
    for await (const _ of textStream);
    expect(calls()).toEqual([{ model: 'gpt-4o', input: 50, output: 25, partial: false }])
    expect([...recorder.tracker.calls()][0]!.provider).toBe('openai')
  })

  test('and onFinish beside it count a call once', async () => {
    const { model, recorder, calls } = wrapped(of)
    const onFinish = recordOnFinish({ recorder })
    await streamText({ model, prompt: prompt({ in: 8, out: 4 }), onFinish }).text
    expect(calls()).toEqual([{ model: 'gpt-4o', input: 8, output: 4, partial: false }])
  })
})

test('onFinish alone records each step', async () => {
  const { recorder, calls } = recording()
  const onFinish = recordOnFinish({ recorder })
  await streamText({ model: provider().chat('gpt-4o'), prompt: prompt({ in: 8, out: 4 }), onFinish }).text
  expect(calls()).toEqual([{ model: 'gpt-4o', input: 8, output: 4, partial: false }])
})

test('an aborted stream is recorded as partial', async () => {
  const { model, calls } = wrapped('chat')
  const abort = new AbortController()
  const { textStream } = streamText({ model, prompt: prompt({ in: 8, out: 4, slow: 20 }), abortSignal: abort.signal })
  for await (const _ of textStream) abort.abort()
  expect(calls()).toEqual([{ model: 'gpt-4o', input: null, output: null, partial: true }])
})

test('trackFetch serves any client that takes a fetch', async () => {
  const { recorder, calls } = recording()
  const openai = createOpenAI({ apiKey: 'none', baseURL: `${server.url}/v1`, fetch: trackFetch(fetch, { recorder }) })
  await generateText({ model: openai.chat('gpt-4o'), prompt: prompt({ in: 6, out: 3 }) })
  expect(calls()).toEqual([{ model: 'gpt-4o', input: 6, output: 3, partial: false }])
})

test('an answer that is cloned counts once, whichever is read', async () => {
  const { recorder, calls } = recording()
  const send = trackFetch(fetch, { recorder })
  const ask = (wish: object) =>
    send(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'gpt-4o', messages: [{ content: prompt(wish) }] }),
    })
  const both = await ask({ in: 1, out: 1, id: '' })
  const copy = both.clone()
  expect(await copy.json()).toEqual(JSON.parse(await both.text()))
  const bytes = await ask({ in: 2, out: 2, id: '' })
  expect((await bytes.arrayBuffer()).byteLength).toBeGreaterThan(100)
  expect([bytes.bodyUsed, bytes.status, bytes instanceof Response]).toEqual([true, 200, true])
  expect(calls().map(({ input }) => input)).toEqual([1, 2])
})
