import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const GPT = 'gpt-4o-2024-08-06'
/** 10 uncached + 1,000 read + 300 written, of which 200 for an hour. */
const CLAUDE = { model: 'claude-sonnet-4-5', in: 1310, read: 1000, write: 300, hour: 200, out: 20 }

describe('http-exchange', () => {
  it.each([
    [
      'archive.har.json',
      [
        { model: GPT, in: 12, out: 5 },
        { model: GPT, in: 50, out: 10 },
        { model: GPT, in: 7, out: 3 },
      ],
    ],
    ['cassette.json', [{ model: GPT, in: 12, out: 5 }]],
    ['streamed-body.jsonl', [CLAUDE]],
    [
      'model-in-the-url.jsonl',
      [
        { model: 'gemini-1.5-pro', in: 8, out: 20 },
        { model: 'anthropic.claude-3-5-sonnet-20240620-v1:0', in: 3 + 1712 + 236, read: 1712, write: 236, out: 121 },
        { model: 'my-gpt', in: 4, out: 2 },
      ],
    ],
    [
      'columns.jsonl',
      [
        { model: GPT, in: 12, out: 5 },
        { model: GPT, in: 50, out: 10 },
        { model: 'gpt-4o', in: 7, out: 3, cost: '0.001' },
      ],
    ],
    [
      'answer-without-a-body-around-it.jsonl',
      [
        { model: 'gpt-5-2025-08-07', in: 100, out: 20 },
        { model: 'gpt-5-2025-08-07', in: 7, out: 3 },
      ],
    ],
    ['counts-in-the-headers.jsonl', [{ model: 'cohere.command-r-v1:0', in: 12, out: 34 }]],
  ])('reads %s', (file, expected) => {
    expect(rows(`http-exchange/${file}`)).toEqual(expected)
  })

  it('decodes the binary frames of AWS event streams: Converse, and events inside chunks of InvokeModel', () => {
    expect(rows('http-exchange/binary-event-streams.har.json')).toEqual([
      { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', in: 3 + 1712 + 236, read: 1712, write: 236, out: 121 },
      { model: 'claude-sonnet-4-5-20250929', in: 10 + 1000 + 300, read: 1000, write: 300, out: 20 },
    ])
  })

  it('takes the provider from the URL and the time from the exchange', () => {
    expect(reading('http-exchange/streamed-body.jsonl').records.at(-1)).toMatchObject({
      provider: 'anthropic',
      time: Date.UTC(2026, 2, 1, 10, 0, 0, 500),
    })
  })

  it('says that it cannot read a compressed body of a provider', () => {
    expect(reading('http-exchange/compressed-body.json')).toMatchObject({
      records: [],
      rejects: ['a compressed body; decompress it first'],
    })
  })

  it('counts no question for the size of a prompt', () => {
    expect(rows('http-exchange/token-counting.jsonl')).toEqual([{ model: 'gpt-4o', in: 1, out: 1 }])
  })

  it('tells streams without ids apart, also inside one document', () => {
    const call = { model: 'gemini-1.5-pro', in: 8, out: 20 }
    expect(rows('http-exchange/streams-without-ids.har.json')).toEqual([call, call])
  })

  it('says that a body was cut where its counts stood', () => {
    expect(reading('http-exchange/cut-body.jsonl').rejects).toEqual(['a piece of an answer that is not valid JSON'])
  })
})
