import { countAt } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/** Llama on Bedrock: the counts stand in the answer itself. Source: Amazon Bedrock user guide, "Meta Llama models". */
export const llama: UsagePayload = {
  name: 'llama',
  example: { prompt_token_count: 25, generation_token_count: 60 },
  markers: ['token_count'],
  accounting: 'no cache, no reasoning',
  matches: (usage) => 'generation_token_count' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(usage, 'prompt_token_count'),
        outputTokens: countAt(usage, 'generation_token_count'),
      },
    },
  ],
}
