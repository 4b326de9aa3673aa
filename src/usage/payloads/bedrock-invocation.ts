import { countAt, sumOf } from '../count.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Bedrock's own count of an InvokeModel call: `amazon-bedrock-invocationMetrics` at the end of a stream, and the counts of
 * invocation logs. Cache reads and writes lie outside `inputTokenCount`.
 * Source: Amazon Bedrock user guide, "Model invocation logging".
 */
export const bedrockInvocation: UsagePayload = {
  name: 'bedrock-invocation',
  example: { inputTokenCount: 219, outputTokenCount: 109, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 },
  markers: ['TokenCount'],
  accounting: 'cache outside input; reasoning inside output',
  matches: (usage) => 'inputTokenCount' in usage || 'outputTokenCount' in usage,
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const read = countAt(usage, 'cacheReadInputTokenCount')
    const written = countAt(usage, 'cacheWriteInputTokenCount')
    return [
      {
        counts: {
          inputTokens: sumOf(countAt(usage, 'inputTokenCount'), read, written),
          cacheReadInputTokens: read,
          cacheCreationInputTokens: written,
          cacheCreation1hInputTokens: null,
          outputTokens: countAt(usage, 'outputTokenCount'),
          reasoningOutputTokens: null,
        },
      },
    ]
  },
}
