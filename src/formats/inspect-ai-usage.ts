import { amountAt } from '../usage/amount.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import type { JsonObject } from '../usage/json.ts'

/** Inspect's ModelUsage. Some providers count the cache inside the input, some beside: only then the total is in + out. */
export function inspectCounts(usage: JsonObject | null): TokenCounts {
  const input = countAt(usage, 'input_tokens')
  const output = countAt(usage, 'output_tokens')
  const read = countAt(usage, 'input_tokens_cache_read')
  const written = countAt(usage, 'input_tokens_cache_write')
  const inside = countAt(usage, 'total_tokens') === sumOf(input, output)
  return {
    ...NO_COUNTS,
    inputTokens: inside ? input : sumOf(input, read, written),
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
    outputTokens: output,
    reasoningOutputTokens: countAt(usage, 'reasoning_tokens'),
  }
}

export function inspectCost(usage: JsonObject | null): string | null {
  return amountAt(usage, 'total_cost')
}
