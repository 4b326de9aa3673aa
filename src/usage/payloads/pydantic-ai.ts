import { countAt, firstCountAt } from '../count.ts'
import { type JsonObject, objectAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedModalities } from './stated.ts'

/**
 * pydantic-ai's RequestUsage and RunUsage: cache reads and writes lie inside `input_tokens` for every provider, Anthropic
 * too. Older versions say `request_tokens` and `response_tokens`. Source: pydantic-ai API reference, "usage".
 */
export const pydanticAi: UsagePayload = {
  name: 'pydantic-ai',
  example: { input_tokens: 11470, cache_read_tokens: 9511, cache_write_tokens: 1956, output_tokens: 90, details: {} },
  markers: ['input_tokens', 'output_tokens', 'request_tokens'],
  accounting: 'cache inside input, reasoning inside output',
  matches: (usage) =>
    ('input_tokens' in usage && ('cache_write_tokens' in usage || objectAt(usage, 'details') !== null)) ||
    ('request_tokens' in usage && 'response_tokens' in usage),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const details = objectAt(usage, 'details')
    return [
      {
        counts: {
          inputTokens: firstCountAt(usage, 'input_tokens', 'request_tokens'),
          cacheReadInputTokens: countAt(usage, 'cache_read_tokens'),
          cacheCreationInputTokens: countAt(usage, 'cache_write_tokens'),
          cacheCreation1hInputTokens: null,
          outputTokens: firstCountAt(usage, 'output_tokens', 'response_tokens'),
          reasoningOutputTokens: firstCountAt(details, 'reasoning_tokens', 'thoughts_tokens'),
          ...statedModalities({
            inputAudio: countAt(usage, 'input_audio_tokens'),
            cacheReadAudio: countAt(usage, 'cache_audio_read_tokens'),
            outputAudio: countAt(usage, 'output_audio_tokens'),
          }),
        },
      },
    ]
  },
}
