import { countAt, sumOf } from '../count.ts'
import { type JsonObject, objectAt, textAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Anthropic Messages. Cache reads and writes lie outside `input_tokens`, thinking inside `output_tokens`; the split of
 * writes by lifetime adds up to `cache_creation_input_tokens`. Source: Anthropic docs, "Prompt caching" and "Pricing".
 */
export const anthropic: UsagePayload = {
  name: 'anthropic',
  example: { input_tokens: 4, cache_creation_input_tokens: 1200, cache_read_input_tokens: 30000, output_tokens: 250 },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache outside input; reasoning inside output',
  matches: (usage) =>
    'cache_creation_input_tokens' in usage || 'cache_read_input_tokens' in usage || 'cache_creation' in usage,
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const split = objectAt(usage, 'cache_creation')
    const hour = countAt(split, 'ephemeral_1h_input_tokens')
    const written =
      countAt(usage, 'cache_creation_input_tokens') ?? sumOf(countAt(split, 'ephemeral_5m_input_tokens'), hour)
    const read = countAt(usage, 'cache_read_input_tokens')
    return [
      {
        counts: {
          inputTokens: sumOf(countAt(usage, 'input_tokens'), read, written),
          cacheReadInputTokens: read,
          cacheCreationInputTokens: written,
          cacheCreation1hInputTokens: hour,
          outputTokens: countAt(usage, 'output_tokens'),
          reasoningOutputTokens: countAt(objectAt(usage, 'output_tokens_details'), 'thinking_tokens'),
        },
        mode: textAt(usage, 'speed') === 'fast' ? 'fast' : textAt(usage, 'service_tier'),
        region: textAt(usage, 'inference_geo'),
      },
    ]
  },
}
