import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { track } from '../../src/capture/track.ts'
import { type Loopback, loopback, prompt, type Wish } from './loopback.ts'
import { recording } from './recording.ts'

let server: Loopback
beforeAll(async () => {
  server = await loopback()
})
afterAll(() => server.close())

const ask = (wish: Wish) => [{ role: 'user' as const, content: prompt(wish) }]

function tracked() {
  const { recorder, calls, problems } = recording()
  const client = new OpenAI({ apiKey: 'none', baseURL: `${server.url}/v1`, maxRetries: 3 })
  return { client: track(client, { recorder }), recorder, calls, problems }
}

describe('chat.completions.create', () => {
  test('is recorded once, with its id, and answers what it answers', async () => {
    const { client, calls } = tracked()
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages: ask({ in: 120, out: 30 }) })
    expect(answer.choices[0]!.message.content).toBe('Hello there')
    expect(calls()).toEqual([{ model: 'gpt-4o', input: 120, output: 30, partial: false }])
  })

  test('counts once however often it was retried', async () => {
    const { client, calls } = tracked()
    const before = server.requests()
    await client.chat.completions.create({ model: 'gpt-4o', messages: ask({ in: 7, out: 3, fail: [429, 500] }) })
    expect(server.requests() - before).toBe(3)
    expect(calls()).toEqual([{ model: 'gpt-4o', input: 7, output: 3, partial: false }])
  })

  test('throws what it throws without us, and records nothing then', async () => {
    const { client, calls } = tracked()
    const bare = new OpenAI({ apiKey: 'none', baseURL: `${server.url}/v1`, maxRetries: 0 })
    const request = { model: 'gpt-4o', messages: ask({ in: 1, out: 1, fail: [400, 400] }) }
    const [ours, theirs] = await Promise.all(
      [client, bare].map((each) => each.chat.completions.create(request).catch((error: unknown) => error)),
    )
    expect(ours).toBeInstanceOf(OpenAI.BadRequestError)
    expect((ours as Error).message).toBe((theirs as Error).message)
    expect(calls()).toEqual([])
  })

  test('keeps withResponse and asResponse', async () => {
    const { client, calls } = tracked()
    const request = { model: 'gpt-4o', messages: ask({ in: 2, out: 1 }) }
    const { data, response } = await client.chat.completions.create(request).withResponse()
    expect([data.usage?.prompt_tokens, response.status]).toEqual([2, 200])
    const raw = await client.chat.completions.create(request).asResponse()
    expect(raw).toBeInstanceOf(Response)
    expect(raw.url).toBe(`${server.url}/v1/chat/completions`)
    expect(JSON.parse(await raw.text()).usage.prompt_tokens).toBe(2)
    expect(calls()).toHaveLength(2)
  })

  test('of an answer without usage is a call with unknown tokens, never with none', async () => {
    const { client, calls, problems } = tracked()
    await client.chat.completions.create({ model: 'gpt-4o', messages: ask({ in: 1, out: 1, silent: true }) })
    expect(calls()).toEqual([{ model: 'gpt-4o', input: null, output: null, partial: false }])
    expect(problems()).toEqual(['no_usage'])
  })

  test('of a cut answer is a call with unknown tokens, marked partial', async () => {
    const { client, calls } = tracked()
    const request = { model: 'gpt-4o', messages: ask({ in: 1, out: 1, cut: 1 }) }
    await expect(client.chat.completions.create(request)).rejects.toThrow()
    expect(calls()).toEqual([{ model: 'gpt-4o', input: null, output: null, partial: true }])
  })
})

describe('a chat stream', () => {
  const request = (wish: Wish) => ({
    model: 'gpt-4o',
    messages: ask(wish),
    stream: true as const,
    stream_options: { include_usage: true },
  })

  test('passes every chunk on as it comes, and is recorded at its end', async () => {
    const { client, calls } = tracked()
    const stream = await client.chat.completions.create(request({ in: 40, out: 20, slow: 5 }))
    const seen: (string | undefined)[] = []
    for await (const chunk of stream) {
      expect(calls()).toEqual([])
      seen.push(chunk.choices[0]?.delta.content ?? undefined)
    }
    expect(seen).toEqual(['Hello', ' there', undefined, undefined])
    expect(calls()).toEqual([{ model: 'gpt-4o', input: 40, output: 20, partial: false }])
  })

  test('is recorded once through tee, toReadableStream and the stream helper', async () => {
    const { client, calls } = tracked()
    const [left, right] = (await client.chat.completions.create(request({ in: 1, out: 1 }))).tee()
    for await (const _ of left);
    for await (const _ of right);
    const readable = (await client.chat.completions.create(request({ in: 2, out: 2 }))).toReadableStream()
    for await (const _ of readable as unknown as AsyncIterable<unknown>);
    const helper = client.chat.completions.stream({ ...request({ in: 3, out: 3 }) })
    expect((await helper.finalChatCompletion()).choices[0]!.message.content).toBe('Hello there')
    expect(calls().map(({ input }) => input)).toEqual([1, 2, 3])
  })

  test('that is left early is recorded as partial', async () => {
    const { client, calls } = tracked()
    for await (const _ of await client.chat.completions.create(request({ in: 9, out: 9, slow: 20 }))) break
    expect(calls()).toEqual([{ model: 'gpt-4o', input: null, output: null, partial: true }])
  })

  test('that is cut fails as it does without us, and is recorded as partial', async () => {
    const { client, calls } = tracked()
    const stream = await client.chat.completions.create(request({ in: 9, out: 9, cut: 2 }))
    await expect(
      (async () => {
        for await (const _ of stream);
      })(),
    ).rejects.toThrow('terminated')
    expect(calls()).toEqual([{ model: 'gpt-4o', input: null, output: null, partial: true }])
  })
})

describe('other endpoints', () => {
  test('responses.create, whole and streamed', async () => {
    const { client, calls } = tracked()
    const whole = await client.responses.create({ model: 'gpt-5', input: prompt({ in: 11, out: 4 }) })
    expect(whole.output_text).toBe('Hello there')
    const stream = await client.responses.create({ model: 'gpt-5', input: prompt({ in: 13, out: 6 }), stream: true })
    for await (const _ of stream);
    expect(calls()).toEqual([
      { model: 'gpt-5', input: 11, output: 4, partial: false },
      { model: 'gpt-5', input: 13, output: 6, partial: false },
    ])
  })

  test('embeddings', async () => {
    const { client, calls } = tracked()
    const { data } = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: prompt({ in: 800, out: 0 }),
    })
    expect(data[0]!.embedding).toHaveLength(2)
    expect(calls()).toEqual([{ model: 'text-embedding-3-small', input: 800, output: null, partial: false }])
  })

  test('results of a batch are calls at batch prices, however often they are fetched', async () => {
    const { client, recorder } = tracked()
    await (await client.files.content('file-1')).text()
    for await (const _ of (await client.files.content('file-1')).body as unknown as AsyncIterable<Uint8Array>);
    const calls = [...recorder.tracker.calls()]
    expect(calls.map(({ counts, mode }) => [counts.inputTokens, counts.outputTokens, mode])).toEqual([
      [100, 10, 'batch'],
      [200, 20, 'batch'],
    ])
  })

  test('a client made from a tracked one is tracked', async () => {
    const { client, calls } = tracked()
    await client
      .withOptions({ timeout: 5000 })
      .chat.completions.create({ model: 'gpt-4o', messages: ask({ in: 5, out: 5 }) })
    expect(calls()).toHaveLength(1)
  })
})
