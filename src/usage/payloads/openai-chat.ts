import { countAt, firstCountAt, sumOf } from '../count.ts'
import { type JsonObject, objectAt, textAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Chat Completions and everything compatible with it. Cached tokens and cache writes lie inside `prompt_tokens`;
 * reasoning lies inside `completion_tokens`, except where the total says that it stands beside them (xAI chat).
 * Source: OpenAI API reference, "The completion usage object"; xAI docs, "Usage".
 */
export const openaiChat: UsagePayload = {
  name: 'openai-chat',
  example: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17, prompt_tokens_details: { cached_tokens: 0 } },
  markers: ['prompt_tokens', 'completion_tokens'],
  accounting: 'cache inside input; reasoning inside output unless the total says beside',
  matches: (usage) => 'prompt_tokens' in usage || 'completion_tokens' in usage,
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const promptDetails = objectAt(usage, 'prompt_tokens_details')
    const completionDetails = objectAt(usage, 'completion_tokens_details')
    const prompt = countAt(usage, 'prompt_tokens')
    const completion = countAt(usage, 'completion_tokens')
    const reasoning = firstCountAt(completionDetails, 'reasoning_tokens') ?? countAt(usage, 'reasoning_tokens')
    const total = countAt(usage, 'total_tokens')
    const beside = reasoning !== null && reasoning > 0 && total === sumOf(prompt, completion, reasoning)
    return [
      {
        counts: {
          inputTokens: prompt,
          cacheReadInputTokens: countAt(promptDetails, 'cached_tokens'),
          cacheCreationInputTokens: countAt(promptDetails, 'cache_write_tokens'),
          cacheCreation1hInputTokens: null,
          outputTokens: beside ? sumOf(completion, reasoning) : completion,
          reasoningOutputTokens: reasoning,
        },
        mode: textAt(usage, 'service_tier'),
      },
    ]
  },
}
