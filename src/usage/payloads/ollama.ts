import { countAt } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Ollama's last record of an answer. Older servers leave the prompt out where it was cached; newer ones count it and
 * say how much of it was. Source: Ollama API docs, "Generate a completion".
 */
export const ollama: UsagePayload = {
  name: 'ollama',
  example: { prompt_eval_count: 26, eval_count: 298 },
  markers: ['eval_count'],
  accounting: 'cache inside input; reasoning inside output',
  matches: (usage) => 'eval_count' in usage || 'prompt_eval_count' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(usage, 'prompt_eval_count'),
        cacheReadInputTokens: countAt(usage, 'prompt_eval_cached_count'),
        outputTokens: countAt(usage, 'eval_count'),
      },
    },
  ],
}
