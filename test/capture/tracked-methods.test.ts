import { describe, expect, test } from 'vitest'
import { track } from '../../src/capture/track.ts'
import { prompt } from './loopback.ts'
import { recording } from './recording.ts'
import { answerOf, streamOf } from './wire.ts'

/** A client of its own make, as people write them for a server of theirs: no fetch to be reached. */
class HomeMade {
  readonly baseURL = 'https://api.groq.com/openai/v1'
  readonly chat = {
    completions: {
      async create({ model, stream, fail }: { model: string; stream?: boolean; fail?: boolean; messages: unknown[] }) {
        if (fail === true) throw new RangeError('of the client')
        const asked = { api: 'chat', model, stream: false, usageInStream: true, wish: { in: 30, out: 6 } } as const
        return stream === true ? events(streamOf(asked)) : answerOf(asked)
      },
    },
  }
}

async function* events(stream: readonly string[]): AsyncGenerator<unknown> {
  for (const event of stream) if (!event.includes('[DONE]')) yield JSON.parse(event.slice('data: '.length))
}

const messages = [{ role: 'user', content: prompt({}) }]

describe('a client whose fetch cannot be reached', () => {
  test('is recorded by what its methods return, which stays the same', async () => {
    const { recorder, calls } = recording()
    const client = track(new HomeMade(), { recorder })
    expect(await client.chat.completions.create({ model: 'llama-3.3-70b', messages })).toHaveProperty('choices')
    const stream = (await client.chat.completions.create({
      model: 'm',
      stream: true,
      messages,
    })) as AsyncIterable<unknown>
    let seen = 0
    for await (const _ of stream) seen++
    expect(seen).toBe(4)
    expect(calls()).toEqual([
      { model: 'llama-3.3-70b', input: 30, output: 6, partial: false },
      { model: 'm', input: 30, output: 6, partial: false },
    ])
    expect([...recorder.tracker.calls()][0]!.provider).toBe('groq')
  })

  test('records a stream that is left early as partial, and no call that failed', async () => {
    const { recorder, calls } = recording()
    const client = track(new HomeMade(), { recorder })
    const stream = (await client.chat.completions.create({
      model: 'm',
      stream: true,
      messages,
    })) as AsyncIterable<unknown>
    for await (const _ of stream) break
    await expect(client.chat.completions.create({ model: 'm', fail: true, messages })).rejects.toThrow('of the client')
    expect(calls()).toEqual([{ model: 'm', input: null, output: null, partial: true }])
  })

  test('that has no such methods is refused with what to do instead', () => {
    const { recorder } = recording()
    expect(() => track({ ask() {} }, { recorder })).toThrow('track does not know the client Object')
  })
})
