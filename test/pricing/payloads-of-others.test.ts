import { expect, test } from 'vitest'
import { type Call, chat, messages, priced } from './priced-payload.ts'

/** Costs are worked out from the providers' price pages, in USD per million. */
test.each<[string, Call, string]>([
  // 600 × 0.27 + 400 × 0.07 + 1000 × 1.10
  [
    'DeepSeek: hits and misses',
    {
      model: 'deepseek-chat',
      at: '2025-04-01T12:00:00Z',
      usage: chat(1000, 1000, { prompt_cache_hit_tokens: 400, prompt_cache_miss_tokens: 600 }),
    },
    '0.00129',
  ],
  // 1000 × 1.25 + 2000 × 10: thoughts lie outside the candidates
  [
    'Gemini thoughts',
    {
      model: 'gemini-2.5-pro',
      usage: { promptTokenCount: 1000, candidatesTokenCount: 1000, thoughtsTokenCount: 1000, totalTokenCount: 3000 },
    },
    '0.02125',
  ],
  // (200,000 × 2.50 + 1000 × 15) / 2 + 100,000 × 0.25: batch leaves the price of the cache alone
  [
    'Gemini batch above the threshold, cached',
    {
      model: 'gemini-2.5-pro',
      usage: {
        promptTokenCount: 300_000,
        cachedContentTokenCount: 100_000,
        candidatesTokenCount: 1000,
        totalTokenCount: 301_000,
      },
      more: { mode: 'batch' },
    },
    '0.2825',
  ],
  // 1000 × 1.50 + 1000 × 7.50, halved in August
  [
    'Gemini 3.6 Flash at its launch',
    {
      model: 'gemini-3.6-flash',
      at: '2026-07-25T00:00:00Z',
      usage: { promptTokenCount: 1000, candidatesTokenCount: 1000, totalTokenCount: 2000 },
    },
    '0.009',
  ],
  // 1000 × 1.25 + 600 × 2.50: reasoning beside the completion, as the total says
  [
    'xAI Chat: reasoning beside',
    {
      provider: 'xai',
      model: 'grok-4.20',
      usage: { ...chat(1000, 100), total_tokens: 1600, completion_tokens_details: { reasoning_tokens: 500 } },
    },
    '0.00275',
  ],
  // 200,000 × 1.25 + 100,000 × 0.20 + 1000 × 2.50: no tier, since no single request reached it
  [
    'Grok: a turn of several calls reaches no tier',
    {
      provider: 'xai',
      model: 'grok-4.20',
      usage: {
        inputTokens: 300_000,
        outputTokens: 1000,
        cachedReadTokens: 100_000,
        reasoningTokens: 500,
        modelCalls: 8,
      },
    },
    '0.2725',
  ],
  // 1000 × 3.30 + 1000 × 16.50
  [
    'Bedrock: the profile of an ARN sets the region',
    {
      provider: 'bedrock',
      model: 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      usage: messages(1000, 1000),
    },
    '0.0198',
  ],
  // 1000 × 3 + 1000 × 0.30 + 1000 × 3.75 + 1000 × 15
  [
    'Bedrock Converse: cache beside the input',
    {
      provider: 'amazon-bedrock',
      model: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      usage: {
        inputTokens: 1000,
        outputTokens: 1000,
        totalTokens: 4000,
        cacheReadInputTokens: 1000,
        cacheWriteInputTokens: 1000,
      },
    },
    '0.02205',
  ],
  // (1000 × 3 + 1000 × 15) × 1.1
  [
    'Vertex: a region costs a tenth more',
    {
      provider: 'gcp.vertex_ai',
      model: 'claude-sonnet-4-5@20250929',
      usage: messages(1000, 1000),
      more: { region: 'us-east5' },
    },
    '0.0198',
  ],
  // 1000 × 3 + 1000 × 15 + 0.014
  [
    'Perplexity: the fee of the context size',
    { provider: 'perplexity', model: 'sonar-pro', usage: chat(1000, 1000, { search_context_size: 'high' }) },
    '0.032',
  ],
  // 3 × 0.002
  [
    'Cohere: rerank by search units',
    { provider: 'cohere', model: 'rerank-v3.5', usage: { billed_units: { search_units: 3 } } },
    '0.006',
  ],
  // (1000 × 0.40 + 1000 × 2) / 2
  [
    'Mistral batch',
    { provider: 'mistral_ai', model: 'mistral-medium-2505', usage: chat(1000, 1000), more: { mode: 'batch' } },
    '0.0012',
  ],
  ['Ollama', { provider: 'ollama', model: 'llama3.2:latest', usage: { prompt_eval_count: 1000, eval_count: 10 } }, '0'],
  [
    'a name that begins like another',
    { provider: 'openai', model: 'gpt-4-foo', usage: chat(1000, 1000) },
    'openai has no price for this model',
  ],
])('%s', async (_, call, expected) => {
  expect(await priced(call)).toBe(expected)
})
