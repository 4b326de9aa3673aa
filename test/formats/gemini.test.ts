import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const model = 'gemini-2.5-flash'

describe('gemini streams', () => {
  it('takes the last chunk', () => {
    expect(rows('gemini/stream.sse')).toEqual([{ model, in: 9, out: 56, reasoning: 35 }])
  })

  it('keeps a field that the last chunk leaves out: 21 candidates, then 78 thoughts', () => {
    expect(rows('gemini/last-chunk-lacks-a-field.sse')).toEqual([{ model, in: 87, out: 99, reasoning: 78 }])
  })

  it('tells streams without a response id apart by their ends', () => {
    expect(rows('gemini/stream-without-response-id.sse').map((row) => row.out)).toEqual([8, 5])
    expect(rows('gemini/whole-answers-without-response-id.jsonl').map((row) => row.out)).toEqual([10, 12])
  })

  it('waits for the counts that Vertex AI states last', () => {
    expect(rows('gemini/vertex-counts-in-the-last-chunk.sse')).toEqual([{ model, in: 9, out: 21 }])
  })
})

describe('gemini answers', () => {
  it('adds thoughts and tool prompts, unless the total says that they lie inside', () => {
    expect(rows('gemini/counts-beside-and-inside.jsonl')).toEqual([
      { model, in: 900, read: 800, out: 120, reasoning: 100 },
      { model, in: 110, out: 12, reasoning: 7 },
      { model, in: 10, out: 50, reasoning: 30 },
      { model, in: 10, out: 30, reasoning: 30 },
    ])
  })

  it('splits modalities, also where the enum is written as its number', () => {
    expect(reading('gemini/modalities.jsonl').records.map(({ counts }) => counts.modalities)).toEqual([
      { inputAudio: 500, inputImage: 100, cacheReadAudio: 200, outputImage: 1290 },
      { inputAudio: 4 },
    ])
  })

  it('takes tiers from both APIs', () => {
    expect(rows('gemini/tiers-and-traffic.jsonl').map((row) => row.mode)).toEqual([
      'flex',
      undefined,
      'priority',
      'provisioned_throughput',
    ])
  })

  it('counts blocked prompts: their input where it is stated, else a call of unknown tokens', () => {
    expect(rows('gemini/blocked-prompt.jsonl')).toEqual([
      { model, in: 40, out: null },
      { model, in: null, out: null },
    ])
  })

  it("reads the SDK's spelling", () => {
    expect(rows('gemini/sdk-spelling.jsonl')).toEqual([
      { model: 'gemini-2.5-pro', in: 100, read: 60, out: 50, reasoning: 30 },
    ])
    expect(reading('gemini/sdk-spelling.jsonl').records[0]!.counts.modalities).toEqual({ inputAudio: 10 })
  })

  it('bills searches by the prompt, from Gemini 3 on by the query', () => {
    expect(rows('gemini/grounded.jsonl').map((row) => row.fees)).toEqual([
      { grounded_prompt: '1' },
      { web_search: '2' },
    ])
  })

  it('reads batch output and leaves failed lines', () => {
    expect(rows('gemini/batch-output.jsonl')).toEqual([
      { model, in: 10, out: 5, mode: 'batch' },
      { model, in: 20, out: 6, mode: 'batch' },
    ])
  })

  it('reads embeddings of both APIs and Live answers', () => {
    expect(rows('gemini/embeddings.jsonl').map((row) => row.in)).toEqual([8, 11])
    expect(rows('gemini/live.jsonl')).toEqual([{ model: null, in: 90, out: 60 }])
    expect(reading('gemini/live.jsonl').records[0]!.counts.modalities).toEqual({ inputAudio: 80, outputAudio: 60 })
  })

  it('takes no count of tokens for usage', () => {
    expect(rows('gemini/count-tokens.jsonl')).toEqual([])
  })
})

describe('gemini-interactions', () => {
  it('takes the last usage of a stream, wherever an event carries it', () => {
    expect(rows('gemini-interactions/stream-states-usage-between.sse')).toEqual([
      { model, in: 11, out: 168, reasoning: 126, mode: 'flex' },
    ])
    expect(rows('gemini-interactions/cut-stream.sse')).toEqual([{ model, in: 11, out: 126, reasoning: 126 }])
  })

  it('adds thoughts and tool prompts; cache lies inside', () => {
    expect(rows('gemini-interactions/tool-use-and-cache.json')).toEqual([
      { model: 'gemini-3-pro-preview', in: 250, read: 150, out: 170, reasoning: 70 },
    ])
  })
})
