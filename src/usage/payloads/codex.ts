import { countAt } from '../count.ts'
import type { TokenCounts } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Wants } from '../wants.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Codex's TokenUsage. Cached tokens and cache writes lie inside `input_tokens`, reasoning inside `output_tokens`.
 * `total_tokens` decides nothing: logs edited by hand add reasoning to it. Source: openai/codex, protocol.
 */
export const codexUsage: UsagePayload = {
  name: 'codex',
  example: { input_tokens: 900, cached_input_tokens: 700, output_tokens: 60, reasoning_output_tokens: 10 },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache inside input; reasoning inside output',
  matches: (usage) =>
    ('cached_input_tokens' in usage || 'reasoning_output_tokens' in usage || 'cache_write_input_tokens' in usage) &&
    !('cache_read_input_tokens' in usage),
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [{ counts: codexCounts(usage) }],
}

export function codexCounts(usage: JsonObject): TokenCounts {
  return {
    inputTokens: countAt(usage, 'input_tokens'),
    cacheReadInputTokens: countAt(usage, 'cached_input_tokens'),
    cacheCreationInputTokens: countAt(usage, 'cache_write_input_tokens'),
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(usage, 'output_tokens'),
    reasoningOutputTokens: countAt(usage, 'reasoning_output_tokens'),
  }
}

/** What `read` looks at. */
export const CODEX_WANTS: Wants = {
  input_tokens: true,
  cached_input_tokens: true,
  cache_write_input_tokens: true,
  output_tokens: true,
  reasoning_output_tokens: true,
}
