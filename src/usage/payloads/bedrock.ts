import { countAt, firstCountAt, sumOf } from '../count.ts'
import { type JsonObject, objectsAt, textAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Bedrock Converse, Nova's InvokeModel, and any plain {inputTokens, outputTokens}. Cache reads and writes lie outside
 * `inputTokens`; `totalTokens` has them all. Source: Amazon Bedrock API reference, "TokenUsage".
 */
export const bedrock: UsagePayload = {
  name: 'bedrock',
  example: {
    inputTokens: 3,
    outputTokens: 121,
    cacheReadInputTokens: 1712,
    cacheWriteInputTokens: 236,
    totalTokens: 2072,
  },
  markers: ['inputTokens', 'outputTokens'],
  accounting: 'cache outside input; reasoning inside output',
  matches: (usage) => 'inputTokens' in usage || 'outputTokens' in usage,
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const read = firstCountAt(usage, 'cacheReadInputTokens', 'cacheReadInputTokenCount')
    const written = firstCountAt(
      usage,
      'cacheWriteInputTokens',
      'cacheWriteInputTokenCount',
      'cacheCreationInputTokens',
    )
    return [
      {
        counts: {
          inputTokens: sumOf(countAt(usage, 'inputTokens'), read, written),
          cacheReadInputTokens: read,
          cacheCreationInputTokens: written,
          cacheCreation1hInputTokens: writtenForAnHour(usage),
          outputTokens: countAt(usage, 'outputTokens'),
          reasoningOutputTokens: countAt(usage, 'reasoningTokens'),
        },
      },
    ]
  },
}

function writtenForAnHour(usage: JsonObject): number | null {
  const hours = objectsAt(usage, 'cacheDetails').filter((detail) => textAt(detail, 'ttl') === '1h')
  return sumOf(...hours.map((detail) => countAt(detail, 'inputTokens')))
}
