import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/usage/json.ts'
import { readUsage } from '../../../src/usage/payloads/index.ts'

const read = (usage: JsonObject, provider: string | null = null, model: string | null = null) =>
  readUsage(usage, { provider, model })![0]!.counts

describe('AI SDK', () => {
  it('reads version 4', () => {
    expect(read({ promptTokens: 10, completionTokens: 5, totalTokens: 15 })).toMatchObject({
      inputTokens: 10,
      outputTokens: 5,
    })
  })

  it('finds cache inside, but outside for Anthropic before version 6', () => {
    const usage = { inputTokens: 1000, outputTokens: 50, totalTokens: 1050, cachedInputTokens: 800 }
    expect(read(usage, 'openai').inputTokens).toBe(1000)
    expect(read(usage, 'anthropic').inputTokens).toBe(1800)
    expect(read(usage, null, 'us.anthropic.claude-sonnet-4-5').inputTokens).toBe(1800)
    expect(read({ ...usage, inputTokens: 4 }).inputTokens).toBe(804)
  })

  it('takes the details of version 6 for a sign that cache lies inside', () => {
    const usage = {
      inputTokens: 1000,
      inputTokenDetails: { noCacheTokens: 100, cacheReadTokens: 800, cacheWriteTokens: 100 },
      outputTokens: 50,
      outputTokenDetails: { textTokens: 20, reasoningTokens: 30 },
      totalTokens: 1050,
      cachedInputTokens: 800,
      reasoningTokens: 30,
    }
    expect(read(usage, 'anthropic')).toMatchObject({
      inputTokens: 1000,
      cacheReadInputTokens: 800,
      cacheCreationInputTokens: 100,
      outputTokens: 50,
      reasoningOutputTokens: 30,
    })
  })

  it('adds reasoning where the total says beside (Gemini before version 6)', () => {
    expect(read({ inputTokens: 10, outputTokens: 20, reasoningTokens: 100, totalTokens: 130 }).outputTokens).toBe(120)
  })

  it("reads the providers' own interface", () => {
    const usage = {
      inputTokens: { total: 30, noCache: 10, cacheRead: 15, cacheWrite: 5 },
      outputTokens: { total: 9, text: 4, reasoning: 5 },
    }
    expect(read(usage)).toMatchObject({
      inputTokens: 30,
      cacheReadInputTokens: 15,
      cacheCreationInputTokens: 5,
      outputTokens: 9,
      reasoningOutputTokens: 5,
    })
  })

  it('knows a call whose counts became null', () => {
    expect(read({ promptTokens: null, completionTokens: null, totalTokens: null })).toMatchObject({
      inputTokens: null,
      outputTokens: null,
    })
  })
})

describe('LangChain', () => {
  it('finds all details inside, with lifetimes beside or instead of cache_creation', () => {
    const usage = {
      input_tokens: 1000,
      output_tokens: 100,
      total_tokens: 1100,
      input_token_details: {
        cache_read: 600,
        cache_creation: 0,
        ephemeral_5m_input_tokens: 100,
        ephemeral_1h_input_tokens: 200,
      },
      output_token_details: { reasoning: 40 },
    }
    expect(read(usage, 'anthropic')).toMatchObject({
      inputTokens: 1000,
      cacheReadInputTokens: 600,
      cacheCreationInputTokens: 300,
      cacheCreation1hInputTokens: 200,
      reasoningOutputTokens: 40,
    })
  })
})

describe('pydantic-ai', () => {
  it('finds cache inside for Anthropic too: 3 + 9511 + 1956 = 11470', () => {
    const usage = {
      input_tokens: 11470,
      cache_write_tokens: 1956,
      cache_read_tokens: 9511,
      output_tokens: 90,
      details: {},
    }
    expect(read(usage, 'anthropic')).toMatchObject({
      inputTokens: 11470,
      cacheReadInputTokens: 9511,
      cacheCreationInputTokens: 1956,
    })
  })

  it('reads older names', () => {
    const usage = {
      requests: 1,
      request_tokens: 50,
      response_tokens: 20,
      total_tokens: 70,
      details: { reasoning_tokens: 8 },
    }
    expect(read(usage)).toMatchObject({ inputTokens: 50, outputTokens: 20, reasoningOutputTokens: 8 })
  })
})
