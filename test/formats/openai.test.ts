import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('openai streams', () => {
  it('takes the usage of the last chunk', () => {
    expect(rows('openai/usage-in-last-chunk.sse')).toEqual([{ model: 'gpt-4o-mini', in: 30, read: 20, out: 12 }])
  })

  it('takes the last of running usages, also while `created` counts up', () => {
    expect(rows('openai/usage-in-every-chunk.sse')).toEqual([{ model: 'sonar', in: 10, out: 4 }])
  })

  it('keeps what a cut stream had, and invents nothing', () => {
    expect(rows('openai/cut-stream.sse')).toEqual([])
    expect(rows('openai/cut-running-usage.sse')).toEqual([{ model: 'gpt-4o-mini', in: 10, out: 2 }])
  })

  it('keeps streams without ids apart', () => {
    expect(rows('openai/running-usage-without-ids.sse').map((row) => row.out)).toEqual([2, 5])
  })

  it('reads usage where Groq and Moonshot put it, once', () => {
    const groq = [{ model: 'llama-3.3-70b-versatile', in: 40, out: 9 }]
    expect(rows('openai/groq-usage-repeated.sse')).toEqual(groq)
    expect(rows('openai/groq-usage-apart.sse')).toEqual(groq)
    expect(reading('openai/groq-usage-apart.sse').records[0]!.provider).toBe('groq')
    expect(rows('openai/moonshot-usage-in-choice.sse')).toEqual([{ model: 'kimi-k2', in: 50, read: 32, out: 8 }])
  })

  it('is not led astray by the filter chunk that opens a stream of Azure', () => {
    expect(rows('openai/azure-filter-chunk-first.sse')).toEqual([{ model: 'gpt-4o-2024-11-20', in: 25, out: 4 }])
  })

  it('reads the terminal event of the Responses API', () => {
    expect(rows('openai/responses-events.sse')).toEqual([
      { model: 'gpt-5.4', in: 500, read: 448, out: 90, reasoning: 64 },
    ])
    expect(rows('openai/responses-incomplete.sse')).toEqual([{ model: 'gpt-5.4', in: 500, out: 256, reasoning: 256 }])
  })
})

describe('requests between openai answers', () => {
  it('say nothing, but where a message in one states usage of its own', () => {
    expect(rows('openai/requests-between-answers.jsonl').map((row) => [row.in, row.out])).toEqual([
      [100, 10],
      [200, 20],
      [300, 30],
      [40, 4],
    ])
  })
})

describe('openai identities', () => {
  it('folds the same answer; keeps mocks apart by `created`, and all answers with an empty id', () => {
    expect(rows('openai/same-answer-twice.jsonl')).toHaveLength(1)
    expect(rows('openai/mock-ids.jsonl').map((row) => row.in)).toEqual([9, 20, 1, 1])
  })

  it('tells scrubbed ids apart', () => {
    expect(rows('openai/scrubbed-ids.jsonl').map((row) => row.in)).toEqual([100, 200])
  })

  it('counts a polled background answer and a polled run once', () => {
    expect(rows('openai/responses-polled.jsonl')).toEqual([{ model: 'gpt-5.4', in: 70, out: 7 }])
    expect(rows('openai/assistants-run-polled.jsonl')).toEqual([{ model: 'gpt-4-turbo', in: 123, read: 100, out: 456 }])
    expect(rows('openai/assistants-events.jsonl')).toEqual([{ model: 'gpt-4-turbo', in: 123, out: 456 }])
  })

  it('never folds answers without an id', () => {
    expect(rows('openai/embeddings.jsonl')).toEqual([
      { model: 'text-embedding-3-small', in: 8, out: null },
      { model: 'text-embedding-3-small', in: 8, out: null },
    ])
  })
})

describe('openai answers', () => {
  it('counts a chat completion that states a total alone as a call of unknown tokens', () => {
    expect(rows('openai/total-alone.jsonl')).toEqual([
      { model: 'gpt-4o', in: 100, out: 10 },
      { model: 'gpt-4o', in: null, out: null },
    ])
  })

  it('takes a tier from the answer', () => {
    expect(rows('openai/service-tiers.jsonl').map((row) => row.mode)).toEqual(['flex', 'priority'])
  })

  it('counts built-in tools that are billed by the call', () => {
    expect(rows('openai/responses-tools.jsonl').map((row) => row.fees)).toEqual([
      { web_search: '2', file_search: '1' },
      { web_search: '3' },
    ])
  })

  it('tells the older search tool from the newer, where not both were offered', () => {
    expect(rows('openai/responses-preview-search.jsonl').map((row) => row.fees)).toEqual([
      { web_search_preview: '2' },
      { web_search_preview: '2' },
      { web_search: '2' },
      { web_search: '2' },
    ])
  })

  it('reads compactions, images, transcriptions and stored answers', () => {
    expect(rows('openai/responses-compaction.jsonl')).toEqual([{ model: null, in: 847, out: 1179 }])
    expect(rows('openai/image.json')).toEqual([{ model: null, in: 1000, read: 200, out: 600 }])
    expect(rows('openai/transcription-in-tokens.json')).toEqual([{ model: null, in: 14, out: 101 }])
    const transcription = { model: null, in: 0, out: 0, fees: { audio_second: '5' } }
    expect(rows('openai/transcription-in-seconds.json')).toEqual([transcription])
    expect(rows('openai/stored-answers-page.json').map((row) => row.in)).toEqual([10, 20])
    expect(rows('openai/without-object.jsonl')).toEqual([{ model: 'local', in: 5, out: 6 }])
  })

  it('reads a finished Realtime answer with its modalities, and the transcription beside it', () => {
    const [answer, transcription] = reading('openai/realtime.jsonl').records
    expect(answer!.counts).toMatchObject({ inputTokens: 132, cacheReadInputTokens: 64, outputTokens: 121 })
    expect(answer!.counts.modalities).toEqual({ inputAudio: 32, cacheReadAudio: 16, outputAudio: 91 })
    expect(transcription!.counts).toMatchObject({ inputTokens: 13, outputTokens: 9, modalities: { inputAudio: 13 } })
  })

  it('keeps the costs that answers carry', () => {
    expect(rows('openai/logged-costs.jsonl').map((row) => row.cost)).toEqual(['0.0003253', '0.00001627', '0.03073'])
    expect(reading('openai/logged-costs.jsonl').records[0]!.provider).toBe('openrouter')
  })

  it('rejects a count that is none and reads the rest', () => {
    expect(reading('openai/odd-counts.jsonl').rejects).toEqual(['prompt_tokens is negative'])
    expect(rows('openai/odd-counts.jsonl')).toEqual([
      { model: 'gpt-4o-mini', in: 100, out: 10 },
      { model: 'gpt-4o-mini', in: 7, out: null },
    ])
  })

  it('reads every spelling of cached tokens', () => {
    expect(rows('openai/cache-spellings.jsonl').map(({ read, write }) => [read, write])).toEqual([
      [64, 16],
      [64, undefined],
      [64, undefined],
      [64, undefined],
      [64, 16],
      [64, undefined],
    ])
  })

  it('lets the total say what lies beside', () => {
    expect(rows('openai/cache-outside-by-the-total.jsonl')).toEqual([
      { model: 'claude-sonnet-4-5', in: 1003, read: 900, write: 100, out: 10 },
    ])
    expect(rows('openai/reasoning-beside-by-the-total.jsonl')).toEqual([
      { model: 'grok-3-mini', in: 12, read: 11, out: 342, reasoning: 340, cost: '0.000172125' },
      { model: 'o4-mini', in: 12, out: 342, reasoning: 340 },
      { model: 'gemini-2.5-pro', in: 66, out: 34, reasoning: 28 },
    ])
  })

  it('bills audio by its length where the answer says so', () => {
    expect(rows('openai/mistral-audio.jsonl')[0]!.fees).toEqual({ audio_second: '90' })
  })
})

describe('openai-batch', () => {
  it('reads the answers of any endpoint, in any order, as batch', () => {
    expect(rows('openai-batch/any-endpoint-any-order.jsonl')).toEqual([
      { model: 'gpt-5.4', in: 50, out: 5, reasoning: 3, mode: 'batch' },
      { model: 'gpt-4o-mini', in: 40, read: 32, out: 4, mode: 'batch' },
      { model: 'text-embedding-3-small', in: 8, out: null, mode: 'batch' },
    ])
    expect(rows('openai-batch/groq.jsonl')).toEqual([{ model: 'llama-3.1-8b-instant', in: 40, out: 9, mode: 'batch' }])
  })

  it('finds no call in failed requests', () => {
    expect(rows('openai-batch/failed-requests.jsonl')).toEqual([])
    expect(reading('openai-batch/failed-requests.jsonl').formats).toEqual(['openai-batch'])
  })
})
