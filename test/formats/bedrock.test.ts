import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('bedrock', () => {
  it('adds the cache, which lies outside inputTokens, with its lifetimes', () => {
    expect(rows('bedrock/converse-cache-outside.jsonl')).toEqual([
      { model: null, in: 1951, read: 1712, write: 236, hour: 200, out: 121 },
      { model: null, in: 17, read: 7, out: 5 },
    ])
  })

  it('never folds answers, which carry no id', () => {
    expect(rows('bedrock/same-converse-answer-twice.jsonl')).toHaveLength(2)
  })

  it('takes the tier served, and optimized latency for one', () => {
    expect(rows('bedrock/tiers.jsonl').map((row) => row.mode)).toEqual(['flex', undefined, 'optimized'])
  })

  it('reads the metadata event of a stream once, and nothing from a cut stream', () => {
    expect(rows('bedrock/converse-stream.jsonl')).toEqual([{ model: null, in: 37, out: 8 }])
    expect(rows('bedrock/cut-converse-stream.jsonl')).toEqual([])
  })

  it('reads Titan: text, embeddings, and a stream by its metrics', () => {
    expect(rows('bedrock/titan.jsonl')).toEqual([
      { model: null, in: 30, out: 29 },
      { model: null, in: 4, out: null },
      { model: null, in: 9, out: 12 },
    ])
  })

  it('reads Llama: whole, and a stream whose first chunk alone states the prompt', () => {
    expect(rows('bedrock/llama-whole-and-streamed.jsonl')).toEqual([
      { model: null, in: 25, out: 60 },
      { model: null, in: 7, out: 3 },
    ])
  })

  it('takes the metrics where a family states nothing itself', () => {
    expect(rows('bedrock/cohere-stream-end.jsonl')).toEqual([{ model: null, in: 15, read: 4, out: 13 }])
  })

  it('reads batch output', () => {
    expect(rows('bedrock/batch-output.jsonl')).toEqual([
      { model: 'claude-sonnet-4-5', in: 5, read: 2, out: 4, mode: 'batch' },
      { model: null, in: 10, out: 5, mode: 'batch' },
    ])
  })
})

describe('bedrock-invocation-log', () => {
  const model = 'us.anthropic.claude-sonnet-4-20250514-v1:0'

  it('counts the log, not the usage in its body again', () => {
    expect(rows('bedrock-invocation-log/body-repeats-counts.jsonl')).toEqual([
      { model, in: 219, out: 109 },
      { model, in: 1503, read: 1000, write: 500, hour: 400, out: 20 },
    ])
  })

  it('takes the lifetimes of cache writes from the body: of Converse, whole and streamed, and of streamed Messages', () => {
    const converse = { model, in: 100 + 300, write: 300, hour: 200, out: 90 }
    expect(rows('bedrock-invocation-log/lifetimes-told-by-the-body.jsonl')).toEqual([
      converse,
      converse,
      { model, in: 3 + 500, write: 500, hour: 400, out: 20 },
    ])
  })

  it('reads cache fields at the top', () => {
    expect(rows('bedrock-invocation-log/cache-fields-at-the-top.jsonl')).toEqual([
      { model, in: 1003, read: 1000, out: 20 },
    ])
  })

  it('finds no call in a failed one', () => {
    expect(rows('bedrock-invocation-log/failed-call.jsonl')).toEqual([])
  })

  it('names an application profile as logged', () => {
    expect(rows('bedrock-invocation-log/application-profile-and-event-body.jsonl')).toMatchObject([
      { model: 'arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/abc', in: 5, out: 6 },
    ])
  })

  it('reads every dump of Insights, and folds overlaps by request', () => {
    const log = { model, in: 219, out: 109 }
    expect(rows('bedrock-invocation-log/insights-messages.json')).toEqual([log, { model, in: 10, out: 1 }])
    expect(rows('bedrock-invocation-log/insights-fields-as-text.json')).toEqual([log])
    expect(rows('bedrock-invocation-log/insights-lost-brackets.json').map((row) => row.in)).toEqual([10, 20])
    const all = ['body-repeats-counts.jsonl', 'insights-messages.json', 'insights-fields-as-text.json']
    expect(rows(...all.map((name) => `bedrock-invocation-log/${name}`)).map((row) => row.in)).toEqual([219, 1503, 10])
  })

  it('keeps time and caller', () => {
    const [record] = reading('bedrock-invocation-log/insights-fields-as-text.json').records
    expect(record).toMatchObject({ provider: 'aws', time: Date.UTC(2026, 2, 1, 10) })
    expect(reading('bedrock-invocation-log/body-repeats-counts.jsonl').records[0]!.attributes).toEqual({
      user: 'arn:aws:iam::111111111111:user/a',
    })
  })
})
