import { countAt, sumOf } from '../count.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Metrics of a span in Datadog's LLM Observability: cache reads and writes lie inside `input_tokens` for every provider,
 * unless the total says beside. Source: Datadog docs, "LLM Observability HTTP API reference".
 */
export const datadog: UsagePayload = {
  name: 'datadog',
  example: {
    input_tokens: 110,
    cache_read_input_tokens: 100,
    cache_write_input_tokens: 4,
    output_tokens: 5,
    total_tokens: 115,
  },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache inside input unless the total says beside; reasoning inside output',
  matches: (usage) => 'cache_read_input_tokens' in usage && 'cache_write_input_tokens' in usage,
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const [input, output] = [countAt(usage, 'input_tokens'), countAt(usage, 'output_tokens')]
    const read = countAt(usage, 'cache_read_input_tokens')
    const written = countAt(usage, 'cache_write_input_tokens')
    const cache = sumOf(read, written) ?? 0
    const beside = cache > (input ?? 0) || (cache > 0 && countAt(usage, 'total_tokens') === sumOf(input, output, cache))
    return [
      {
        counts: {
          inputTokens: beside ? sumOf(input, cache) : input,
          cacheReadInputTokens: read,
          cacheCreationInputTokens: written,
          cacheCreation1hInputTokens: null,
          outputTokens: output,
          reasoningOutputTokens: countAt(usage, 'reasoning_output_tokens'),
        },
      },
    ]
  },
}
