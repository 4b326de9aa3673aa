import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/usage/json.ts'
import { openaiChat } from '../../../src/usage/payloads/openai-chat.ts'

const read = (usage: JsonObject, provider: string | null = null, model: string | null = null) =>
  openaiChat.read(usage, { provider, model })[0]!

describe('reasoning beside or inside', () => {
  const details = { completion_tokens_details: { reasoning_tokens: 2809 } }

  it('follows the total: 10120 + 1499 + 2809 = 14428 lies beside', () => {
    const beside = { prompt_tokens: 10120, completion_tokens: 1499, total_tokens: 14428, ...details }
    expect(read(beside).counts).toMatchObject({ outputTokens: 4308, reasoningOutputTokens: 2809 })
    const inside = { prompt_tokens: 10120, completion_tokens: 4308, total_tokens: 14428, ...details }
    expect(read(inside, 'x-ai').counts.outputTokens).toBe(4308)
  })

  it('asks the provider where there is no total', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 4000, ...details }
    expect(read(usage).counts.outputTokens).toBe(4000)
    expect(read(usage, 'x-ai').counts.outputTokens).toBe(6809)
    expect(read({ ...usage, total_tokens: 0 }, 'x-ai').counts.outputTokens).toBe(6809)
  })

  it('does not add where another tokenizer counts more reasoning than output', () => {
    const usage = {
      prompt_tokens: 43,
      completion_tokens: 10,
      total_tokens: 53,
      completion_tokens_details: { reasoning_tokens: 11 },
    }
    expect(read(usage).counts.outputTokens).toBe(10)
  })

  it('adds what Perplexity leaves out of its total', () => {
    const usage = {
      prompt_tokens: 19,
      completion_tokens: 498,
      total_tokens: 517,
      citation_tokens: 10175,
      num_search_queries: 48,
      reasoning_tokens: 95305,
    }
    const { counts, fees } = read(usage, 'perplexity', 'sonar-deep-research')
    expect(counts).toMatchObject({ outputTokens: 95803, reasoningOutputTokens: 95305, modalities: { citation: 10175 } })
    expect(fees).toEqual({ web_search: '48' })
  })

  it('believes the total about models of Perplexity that others serve', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 5000,
      total_tokens: 5100,
      completion_tokens_details: { reasoning_tokens: 3000 },
    }
    for (const provider of ['openrouter', null])
      expect(read(usage, provider, 'perplexity/sonar-reasoning-pro').counts.outputTokens).toBe(5000)
    const own = { prompt_tokens: 100, completion_tokens: 5000, total_tokens: 5100, reasoning_tokens: 3000 }
    expect(read(own, 'openrouter', 'perplexity/sonar-reasoning-pro').counts.outputTokens).toBe(5000)
    expect(read(own, null, 'sonar-deep-research').counts.outputTokens).toBe(8000)
  })

  it('finds the thoughts that a Gemini endpoint leaves to its total', () => {
    const usage = { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 }
    expect(read(usage, null, 'google/gemini-2.5-pro').counts).toMatchObject({
      outputTokens: 74,
      reasoningOutputTokens: 62,
    })
    expect(read(usage, null, 'gpt-4o').counts).toMatchObject({ outputTokens: 12, reasoningOutputTokens: null })
  })
})

describe('cache', () => {
  it('keeps the lifetimes that gateways pass on', () => {
    const prompt_tokens_details = {
      cached_tokens: 5,
      cache_creation_tokens: 30,
      cache_creation_token_details: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    }
    expect(
      read({ prompt_tokens: 100, completion_tokens: 1, total_tokens: 101, prompt_tokens_details }).counts,
    ).toMatchObject({
      inputTokens: 100,
      cacheReadInputTokens: 5,
      cacheCreationInputTokens: 30,
      cacheCreation1hInputTokens: 20,
    })
  })

  it('adds hits and misses where no prompt is stated', () => {
    expect(
      read({ prompt_cache_hit_tokens: 5, prompt_cache_miss_tokens: 7, completion_tokens: 1 }).counts.inputTokens,
    ).toBe(12)
  })

  it('lets reasoning explain a total that cache could explain as well', () => {
    const usage = {
      prompt_tokens: 200,
      completion_tokens: 10,
      total_tokens: 338,
      prompt_tokens_details: { cached_tokens: 128 },
      completion_tokens_details: { reasoning_tokens: 128 },
    }
    expect(read(usage).counts).toMatchObject({ inputTokens: 200, outputTokens: 138 })
  })
})

describe('beside tokens', () => {
  it('reads modalities', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { audio_tokens: 40, image_tokens: 0 },
      completion_tokens_details: { audio_tokens: 30 },
    }
    expect(read(usage).counts.modalities).toEqual({ inputAudio: 40, outputAudio: 30 })
  })

  it('bills a request of Perplexity by its context size, unless its cost says that it was free', () => {
    const usage = { prompt_tokens: 20, completion_tokens: 5, search_context_size: 'high' }
    expect(read(usage).fees).toEqual({ request_high: '1' })
    expect(read({ ...usage, cost: { request_cost: 0, total_cost: 0.1 } }).fees).toBeUndefined()
  })

  it('bills the sources of a live search', () => {
    expect(read({ prompt_tokens: 1, completion_tokens: 1, num_sources_used: 4 }).fees).toEqual({
      live_search_source: '4',
    })
  })
})
