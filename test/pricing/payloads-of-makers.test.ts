import { expect, test } from 'vitest'
import { type Call, chat, messages, priced } from './priced-payload.ts'

/** Costs are worked out from the providers' price pages, in USD per million. */
test.each<[string, Call, string]>([
  // 1000 × 5 × 6 + 1000 × 25 × 6
  [
    'Anthropic fast mode, no cache',
    { model: 'claude-opus-4-6', usage: messages(1000, 1000, { speed: 'fast' }) },
    '0.18',
  ],
  [
    'Anthropic fast mode of a model without one',
    { model: 'claude-sonnet-4-5', usage: messages(1, 1, { speed: 'fast' }) },
    'no price for mode fast',
  ],
  // (1000 × 3 + 1000 × 15) × 1.1
  [
    'Anthropic US residency, no cache',
    { model: 'claude-sonnet-4-6', usage: messages(1000, 1000, { inference_geo: 'us' }) },
    '0.0198',
  ],
  [
    'Anthropic residency before 4.6',
    { model: 'claude-sonnet-4-5', usage: messages(1000, 1000, { inference_geo: 'us' }) },
    '0.018',
  ],
  // 1000 × 3 + 1000 × 15 + 1000 × 3.75 + 2000 × 6 + 1000 × 0.30
  [
    'Anthropic cache writes of both lifetimes',
    {
      model: 'claude-sonnet-4-5',
      usage: messages(1000, 1000, {
        cache_read_input_tokens: 1000,
        cache_creation_input_tokens: 3000,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
      }),
    },
    '0.03405',
  ],
  [
    'Anthropic batch by its tier',
    { model: 'claude-sonnet-4-5', usage: messages(1000, 1000, { service_tier: 'batch' }) },
    '0.009',
  ],
  // 1000 × 5 + 1000 × 30, the published priority prices
  [
    'OpenAI priority as it was served',
    { model: 'gpt-5.4', usage: chat(1000, 1000, { service_tier: 'priority' }) },
    '0.035',
  ],
  [
    'OpenAI priority excludes long context',
    { model: 'gpt-5.4', usage: chat(300_000, 1000, { service_tier: 'priority' }) },
    'no long-context price for mode priority',
  ],
  // 500 × 2.50 + 500 × 40 + 200 × 10 + 800 × 80
  [
    'OpenAI audio is no text',
    {
      model: 'gpt-4o-audio-preview',
      usage: chat(1000, 1000, {
        prompt_tokens_details: { audio_tokens: 500 },
        completion_tokens_details: { audio_tokens: 800 },
      }),
    },
    '0.08725',
  ],
  // 100 × 4 + 500 × 32 + 400 × 0.40 + 100 × 16 + 900 × 64
  [
    'OpenAI Realtime: text and audio, cached or not',
    {
      model: 'gpt-realtime',
      usage: messages(1000, 1000, {
        total_tokens: 2000,
        input_token_details: {
          ...{ text_tokens: 200, audio_tokens: 800, cached_tokens: 400 },
          cached_tokens_details: { text_tokens: 100, audio_tokens: 300 },
        },
        output_token_details: { text_tokens: 100, audio_tokens: 900 },
      }),
    },
    '0.07576',
  ],
  // 1.5 × 0.006
  [
    'OpenAI Whisper by the minute',
    { provider: 'openai', model: 'whisper-1', usage: { type: 'duration', seconds: 90 } },
    '0.009',
  ],
  // 37 / 60 × 0.006
  [
    'OpenAI transcription of a length that is no decimal of minutes',
    { provider: 'openai', model: 'whisper-1', usage: { type: 'duration', seconds: 37 } },
    '0.0037',
  ],
  // 36.7 / 60 × 0.006
  [
    'OpenAI transcription of a fraction of a second',
    { provider: 'openai', model: 'whisper-1', usage: { type: 'duration', seconds: 36.7 } },
    '0.00367',
  ],
  // 45 / 3600 × 0.04
  [
    'Groq transcription, priced by the hour',
    { provider: 'groq', model: 'whisper-large-v3-turbo', usage: { type: 'duration', seconds: 45 } },
    '0.0005',
  ],
])('%s', async (_, call, expected) => {
  expect(await priced(call)).toBe(expected)
})

test.each(['standard', 'default', 'auto', 'on_demand', 'ON_DEMAND', 'not_available', null, ''])(
  'mode %j is the base mode',
  async (mode) => {
    const call = { provider: 'openai', model: 'gpt-5.4', usage: chat(1000, 1000), more: { mode } }
    // 1000 × 2.50 + 1000 × 15
    expect(await priced(call)).toBe('0.0175')
  },
)
