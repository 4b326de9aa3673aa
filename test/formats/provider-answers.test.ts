import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('cohere', () => {
  it('counts billed units, in which the template is no part', () => {
    expect(rows('cohere/billed-units-not-tokens.jsonl')).toEqual([
      { model: null, in: 12, out: 7 },
      { model: null, in: 58, out: 119 },
    ])
  })

  it('counts search units as a fee, and images beside text', () => {
    expect(rows('cohere/rerank-and-embed.jsonl')).toEqual([
      { model: null, in: 0, out: 0, fees: { rerank: '3' } },
      { model: null, in: 14, out: null },
    ])
    expect(reading('cohere/rerank-and-embed.jsonl').records[1]!.counts.modalities).toEqual({ inputImage: 10 })
  })

  it('reads the end of streams of both versions', () => {
    expect(rows('cohere/stream-v2.sse')).toEqual([{ model: null, in: 7, out: 109 }])
    expect(rows('cohere/stream-v1.jsonl')).toEqual([{ model: null, in: 7, out: 115 }])
  })
})

describe('ollama', () => {
  it('reads the record that ends an answer, its time to the millisecond', () => {
    expect(rows('ollama/stream.jsonl')).toEqual([{ model: 'llama3.2', in: 26, out: 298 }])
    expect(reading('ollama/stream.jsonl').records[0]!.time).toBe(Date.UTC(2026, 2, 1, 10, 0, 0, 123))
  })

  it('reads answers whose prompt was cached, by old and new servers', () => {
    expect(rows('ollama/prompt-cached.jsonl')).toEqual([
      { model: 'llama3.2', in: null, out: 5 },
      { model: 'llama3.2', in: 26, read: 20, out: 5 },
    ])
    expect(rows('ollama/embeddings.jsonl')).toEqual([{ model: 'all-minilm', in: 8, out: null }])
  })
})

describe('openrouter-generation', () => {
  it('counts native tokens, and folds with the answer itself', () => {
    const generation = {
      model: 'google/gemini-2.5-flash',
      in: 326,
      read: 100,
      out: 91,
      reasoning: 11,
      cost: '0.0003253',
    }
    expect(rows('openrouter-generation/native-tokens.json')).toEqual([generation])
    expect(rows('openrouter-generation/native-tokens.json', 'openai/logged-costs.jsonl')).toHaveLength(3)
    expect(rows('openrouter-generation/not-ready-yet.json')).toEqual([])
  })
})

describe('watsonx', () => {
  it('counts a prompt once for several results', () => {
    expect(rows('watsonx/several-results-share-the-prompt.jsonl')).toEqual([
      { model: 'google/flan-ul2', in: 7, out: 5 },
    ])
  })

  it('keeps the prompt that the first event of a stream states', () => {
    expect(rows('watsonx/stream-states-prompt-once.sse')).toEqual([
      { model: 'google/flan-ul2', in: 36, out: 2 },
      { model: 'google/flan-ul2', in: 5, out: 4 },
    ])
  })
})

describe('voyage', () => {
  it('takes a lone total for input and folds nothing', () => {
    expect(rows('voyage/total-only.jsonl')).toEqual([
      { model: 'voyage-3.5', in: 10, out: 0 },
      { model: 'rerank-2-lite', in: 43, out: 0 },
      { model: 'rerank-2-lite', in: 43, out: 0 },
    ])
  })
})

describe('openai-admin', () => {
  const day = { model: 'gpt-4o-2024-08-06', in: 1000, read: 800, out: 500, calls: 5 }
  const batch = { model: 'gpt-4o-2024-08-06', in: 2000, out: 100, calls: 2, mode: 'batch' }

  it('adds aggregates with their number of calls', () => {
    expect(rows('openai-admin/completions-page.json')).toEqual([day, batch])
    const [record] = reading('openai-admin/completions-page.json').records
    expect(record).toMatchObject({ attributes: { project: 'proj_1' }, time: Date.UTC(2026, 2, 1) })
    expect(record!.counts.modalities).toEqual({ inputAudio: 100, outputAudio: 40 })
  })

  it('counts the buckets of overlapping pages once', () => {
    const pages = ['openai-admin/completions-page.json', 'openai-admin/overlapping-page.json']
    expect(rows(...pages)).toEqual([day, batch, day])
  })

  it('reads rows that were not grouped', () => {
    expect(rows('openai-admin/ungrouped.json')).toEqual([{ model: null, in: 10, out: 5 }])
  })

  it('counts what is billed in other units', () => {
    expect(rows('openai-admin/other-units.json')).toEqual([
      { model: 'whisper-1', in: 0, out: 0, calls: 4, fees: { audio_second: '600' } },
      { model: 'tts-1', in: null, out: null, calls: 2 },
      { model: 'gpt-image-1', in: null, out: null, calls: 3, fees: { image: '12' } },
      { model: 'gpt-4o', in: 0, out: 0, calls: 0, fees: { web_search: '15' } },
    ])
    expect(reading('openai-admin/other-units.json').warnings).toEqual(['usage_without_model'])
  })

  it('leaves a cost export out, credits and all, and says so', () => {
    expect(rows('openai-admin/costs.json')).toEqual([])
    expect(new Set(reading('openai-admin/costs.json').warnings)).toEqual(new Set(['cost_export']))
  })
})
