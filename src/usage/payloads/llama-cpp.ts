import { countAt } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * The end of an answer of llama.cpp's own endpoint; chunks before it count too. `tokens_cached` is what stands in the slot
 * afterwards, answer included, and no part of the prompt. Source: llama.cpp, server README, "POST /completion".
 */
export const llamaCpp: UsagePayload = {
  name: 'llama-cpp',
  example: { stop: true, tokens_evaluated: 12, tokens_predicted: 30 },
  markers: ['tokens_evaluated'],
  accounting: 'no cache, reasoning inside output',
  matches: (usage) => 'tokens_evaluated' in usage && 'tokens_predicted' in usage && usage['stop'] !== false,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(usage, 'tokens_evaluated'),
        outputTokens: countAt(usage, 'tokens_predicted'),
      },
    },
  ],
}
