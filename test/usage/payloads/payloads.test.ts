import { describe, expect, it } from 'vitest'
import { MalformedUsage } from '../../../src/usage/count.ts'
import type { JsonObject } from '../../../src/usage/json.ts'
import { PAYLOADS, payloadOf, readUsage } from '../../../src/usage/payloads/index.ts'
import type { UsagePayload } from '../../../src/usage/payloads/payload.ts'

const unknown = { provider: null, model: null }

/** A lone total means something only where the provider says so. */
const hintsOf = (payload: UsagePayload) => (payload.name === 'voyage' ? { provider: 'voyage', model: null } : unknown)

describe.each(PAYLOADS.map((payload) => [payload.name, payload] as const))('payload %s', (_name, payload) => {
  const hints = hintsOf(payload)

  it('is found for its own example', () => {
    expect(payloadOf(payload.example, hints)?.name).toBe(payload.name)
  })

  it('carries one of its markers in its bytes', () => {
    const bytes = JSON.stringify(payload.example)
    expect(payload.markers.some((marker) => bytes.includes(marker))).toBe(true)
  })

  it('states input and output that are at least their parts', () => {
    for (const { counts } of payload.read(payload.example, hints)) {
      const cached = (counts.cacheReadInputTokens ?? 0) + (counts.cacheCreationInputTokens ?? 0)
      expect(counts.inputTokens).toBeGreaterThanOrEqual(cached)
      expect(counts.outputTokens ?? 0).toBeGreaterThanOrEqual(counts.reasoningOutputTokens ?? 0)
    }
  })

  it('reads counts written as text or as integral floats alike', () => {
    const asText = changed(payload.example, (count) => (Number.isInteger(count) ? String(count) : count))
    expect(payload.read(asText, hints)).toEqual(payload.read(payload.example, hints))
  })

  it('refuses a negative count', () => {
    const negative = changed(payload.example, (count) => -1 - count)
    expect(() => payload.read(negative, hints)).toThrow(MalformedUsage)
  })
})

describe('the order of payloads', () => {
  it.each<[string, string, JsonObject]>([
    ['plain counts', 'openai-responses', { input_tokens: 1, output_tokens: 2 }],
    ['plain camel counts', 'bedrock', { inputTokens: 1, outputTokens: 2 }],
    ["Anthropic's delta", 'anthropic', { output_tokens: 2, cache_read_input_tokens: 1 }],
    ["LangChain's details", 'langchain', { input_tokens: 1, output_tokens: 2, input_token_details: { cache_read: 1 } }],
    ["Realtime's details", 'openai-responses', { input_tokens: 1, input_token_details: { audio_tokens: 1 } }],
    ['LiteLLM over Anthropic', 'openai-chat', { prompt_tokens: 9, completion_tokens: 1, cache_read_input_tokens: 8 }],
    ['AI SDK', 'ai-sdk', { inputTokens: 1, outputTokens: 2, totalTokens: 3, reasoningTokens: 1 }],
    ['a metric of Bedrock', 'bedrock-invocation', { inputTokenCount: 1, outputTokenCount: 2 }],
    ['a search of Cohere', 'cohere', { meta: { billed_units: { search_units: 1 } } }],
  ])('%s are read as %s', (_what, name, usage) => {
    expect(payloadOf(usage, unknown)?.name).toBe(name)
  })

  it.each<[string, JsonObject]>([
    ['a lone total', { total_tokens: 43 }],
    ['a limit', { max_tokens: 100 }],
    ["countTokens' answer", { totalTokens: 31 }],
    ["a report's sums", { total_input_tokens: 5, total_output_tokens: 6, total_tokens: 11 }],
    ['nothing', {}],
  ])('%s is no usage', (_what, usage) => {
    expect(readUsage(usage, unknown)).toBeNull()
  })
})

function changed(usage: JsonObject, change: (count: number) => string | number): JsonObject {
  return JSON.parse(JSON.stringify(usage), (key, value) =>
    typeof value === 'number' && !/cost/.test(key) ? change(value) : value,
  ) as JsonObject
}
