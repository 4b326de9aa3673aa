import { GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { track } from '../../src/capture/track.ts'
import { type Loopback, loopback, prompt, type Wish } from './loopback.ts'
import { recording } from './recording.ts'

let server: Loopback
beforeAll(async () => {
  server = await loopback()
})
afterAll(() => server.close())

const model = 'gemini-2.5-flash'

function tracked(httpOptions: object = {}) {
  const { recorder, calls, problems } = recording()
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: server.url, ...httpOptions } })
  return { client: track(client, { recorder }), recorder, calls, problems }
}

const request = (wish: Wish) => ({ model, contents: prompt(wish) })

describe('Google GenAI', () => {
  test('generateContent is recorded once', async () => {
    const { client, calls } = tracked()
    const answer = await client.models.generateContent(request({ in: 120, out: 30 }))
    expect(answer.text).toBe('Hello there')
    expect(calls()).toEqual([{ model, input: 120, output: 30, partial: false }])
  })

  test('its retries count once', async () => {
    const { client, calls } = tracked({ retryOptions: { attempts: 3, initialDelay: 0.001 } })
    await client.models.generateContent(request({ in: 9, out: 3, fail: [503, 429] }))
    expect(calls()).toEqual([{ model, input: 9, output: 3, partial: false }])
  })

  test('an error is its own', async () => {
    const { client, calls } = tracked()
    await expect(client.models.generateContent(request({ in: 1, out: 1, fail: [400] }))).rejects.toMatchObject({
      name: 'ApiError',
      status: 400,
    })
    expect(calls()).toEqual([])
  })

  test('a stream is recorded at its end by its last chunk', async () => {
    const { client, calls } = tracked()
    const texts: (string | undefined)[] = []
    for await (const chunk of await client.models.generateContentStream(request({ in: 50, out: 25 })))
      texts.push(chunk.text)
    expect(texts).toEqual(['Oh', 'Hello', ' there'])
    expect(calls()).toEqual([{ model, input: 50, output: 25, partial: false }])
  })

  test('a cut stream counts what was known then, as partial', async () => {
    const { client, calls } = tracked()
    const stream = await client.models.generateContentStream(request({ in: 50, out: 25, cut: 2 }))
    await expect(
      (async () => {
        for await (const _ of stream);
      })(),
    ).rejects.toThrow()
    expect(calls()).toEqual([{ model, input: 50, output: 1, partial: true }])
  })

  test('chats are recorded too', async () => {
    const { client, calls } = tracked()
    await client.chats.create({ model }).sendMessage({ message: prompt({ in: 3, out: 2 }) })
    expect(calls()).toEqual([{ model, input: 3, output: 2, partial: false }])
  })
})
