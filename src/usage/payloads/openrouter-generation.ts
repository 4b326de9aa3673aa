import { amountAt } from '../amount.ts'
import { countAt } from '../count.ts'
import { type JsonObject, textAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * OpenRouter's account of one generation. `native_tokens_*` are billed; `tokens_*` were counted with another tokenizer.
 * Source: OpenRouter API reference, "Get a generation".
 */
export const openrouterGeneration: UsagePayload = {
  name: 'openrouter-generation',
  example: {
    native_tokens_prompt: 100,
    native_tokens_cached: 80,
    native_tokens_completion: 40,
    native_tokens_reasoning: 10,
    tokens_prompt: 95,
    tokens_completion: 33,
    total_cost: 0.0012,
  },
  markers: ['native_tokens'],
  accounting: 'cache inside input, reasoning inside output',
  matches: (usage) => 'native_tokens_prompt' in usage || 'native_tokens_completion' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: {
        inputTokens: countAt(usage, 'native_tokens_prompt'),
        cacheReadInputTokens: countAt(usage, 'native_tokens_cached'),
        cacheCreationInputTokens: null,
        cacheCreation1hInputTokens: null,
        outputTokens: countAt(usage, 'native_tokens_completion'),
        reasoningOutputTokens: countAt(usage, 'native_tokens_reasoning'),
      },
      mode: textAt(usage, 'service_tier'),
      loggedCostUsd: amountAt(usage, 'total_cost'),
    },
  ],
}
