import { countAt, sumOf } from '../count.ts'
import { type JsonObject, objectAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedModalities } from './stated.ts'

/**
 * LangChain's `usage_metadata`: input is the sum of all kinds of input, for every provider; details lie inside.
 * Source: LangChain reference, "UsageMetadata".
 */
export const langchain: UsagePayload = {
  name: 'langchain',
  example: {
    input_tokens: 350,
    output_tokens: 240,
    total_tokens: 590,
    input_token_details: { cache_read: 100, cache_creation: 200 },
    output_token_details: { reasoning: 200 },
  },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache inside input, reasoning inside output',
  matches: (usage) =>
    hasAny(objectAt(usage, 'input_token_details'), [
      'cache_read',
      'cache_creation',
      'audio',
      'ephemeral_5m_input_tokens',
      'ephemeral_1h_input_tokens',
    ]) || hasAny(objectAt(usage, 'output_token_details'), ['reasoning', 'audio']),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const input = objectAt(usage, 'input_token_details')
    const output = objectAt(usage, 'output_token_details')
    const hour = countAt(input, 'ephemeral_1h_input_tokens')
    const byLifetime = sumOf(countAt(input, 'ephemeral_5m_input_tokens'), hour)
    const whole = countAt(input, 'cache_creation')
    return [
      {
        counts: {
          inputTokens: countAt(usage, 'input_tokens'),
          cacheReadInputTokens: countAt(input, 'cache_read'),
          cacheCreationInputTokens: byLifetime === null ? whole : Math.max(byLifetime, whole ?? 0),
          cacheCreation1hInputTokens: hour,
          outputTokens: countAt(usage, 'output_tokens'),
          reasoningOutputTokens: countAt(output, 'reasoning'),
          ...statedModalities({ inputAudio: countAt(input, 'audio'), outputAudio: countAt(output, 'audio') }),
        },
      },
    ]
  },
}

function hasAny(parent: JsonObject | null, keys: readonly string[]): boolean {
  return parent !== null && keys.some((key) => key in parent)
}
