import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { track } from '../../src/capture/track.ts'
import { type Loopback, loopback, prompt, type Wish } from './loopback.ts'
import { recording } from './recording.ts'

let server: Loopback
beforeAll(async () => {
  server = await loopback()
})
afterAll(() => server.close())

const model = 'claude-opus-5-5'

function tracked() {
  const { recorder, calls, problems } = recording()
  const client = new Anthropic({ apiKey: 'none', baseURL: server.url, maxRetries: 3 })
  return { client: track(client, { recorder }), recorder, calls, problems }
}

const request = (wish: Wish) => ({
  model,
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: prompt(wish) }],
})

describe('messages.create', () => {
  test('is recorded once, retries included', async () => {
    const { client, calls } = tracked()
    const message = await client.messages.create(request({ in: 120, out: 30, fail: [529, 429] }))
    expect(message.content[0]).toMatchObject({ text: 'Hello there' })
    expect(calls()).toEqual([{ model, input: 120, output: 30, partial: false }])
  })

  test('throws what it throws without us', async () => {
    const { client, calls } = tracked()
    await expect(client.messages.create(request({ in: 1, out: 1, fail: [400] }))).rejects.toBeInstanceOf(
      Anthropic.BadRequestError,
    )
    expect(calls()).toEqual([])
  })

  test('keeps withResponse', async () => {
    const { client, calls } = tracked()
    const { data, response } = await client.messages.create(request({ in: 2, out: 1 })).withResponse()
    expect([data.usage.input_tokens, response.status]).toEqual([2, 200])
    expect(calls()).toHaveLength(1)
  })
})

describe('a message stream', () => {
  test('is recorded at its end, with the last statement of each count', async () => {
    const { client, calls } = tracked()
    const types: string[] = []
    for await (const event of await client.messages.create({ ...request({ in: 50, out: 25 }), stream: true }))
      types.push(event.type)
    expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop'])
    expect(calls()).toEqual([{ model, input: 50, output: 25, partial: false }])
  })

  test('through the stream helper is recorded once', async () => {
    const { client, calls } = tracked()
    const stream = client.messages.stream(request({ in: 51, out: 26 }))
    expect(await stream.finalText()).toBe('Hello there')
    expect(calls()).toEqual([{ model, input: 51, output: 26, partial: false }])
  })

  test('that is aborted counts what was known then, as partial', async () => {
    const { client, calls } = tracked()
    const stream = client.messages.stream(request({ in: 70, out: 35, slow: 20 }))
    stream.on('text', () => stream.abort())
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    expect(calls()).toEqual([{ model, input: 70, output: 1, partial: true }])
  })

  test('that is cut fails as without us, and counts what was known then, as partial', async () => {
    const { client, calls } = tracked()
    const stream = client.messages.stream(request({ in: 80, out: 40, cut: 3 }))
    await expect(stream.finalMessage()).rejects.toThrow()
    expect(calls()).toEqual([{ model, input: 80, output: 1, partial: true }])
  })
})

test('results of a batch are calls at batch prices', async () => {
  const { client, recorder } = tracked()
  for await (const { custom_id } of await client.messages.batches.results('msgbatch_1'))
    expect(custom_id).toMatch(/^q\d/)
  const calls = [...recorder.tracker.calls()]
  expect(calls.map(({ counts, mode }) => [counts.inputTokens, counts.outputTokens, mode])).toEqual([
    [100, 10, 'batch'],
    [200, 20, 'batch'],
  ])
})
