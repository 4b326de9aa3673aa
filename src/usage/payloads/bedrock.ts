import { countAt, firstCountAt, sumOf } from '../count.ts'
import { type JsonObject, objectsAt, textAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Bedrock Converse, Nova's InvokeModel, and any plain {inputTokens, outputTokens}. Cache reads and writes lie outside
 * `inputTokens`; `totalTokens` has them all. Source: Amazon Bedrock API reference, "TokenUsage". Coding agents shorten the
 * names (`cacheReadTokens`); theirs lie inside where the total says so.
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
    const read = firstCountAt(usage, 'cacheReadInputTokens', 'cacheReadInputTokenCount', 'cacheReadTokens')
    const written = firstCountAt(
      usage,
      'cacheWriteInputTokens',
      'cacheWriteInputTokenCount',
      'cacheCreationInputTokens',
      'cacheWriteTokens',
      'cacheCreationTokens',
    )
    const input = countAt(usage, 'inputTokens')
    const output = countAt(usage, 'outputTokens')
    const isShort = 'cacheReadTokens' in usage || 'cacheWriteTokens' in usage || 'cacheCreationTokens' in usage
    const isInside = isShort && countAt(usage, 'totalTokens') === sumOf(input, output)
    return [
      {
        counts: {
          inputTokens: isInside ? input : sumOf(input, read, written),
          cacheReadInputTokens: read,
          cacheCreationInputTokens: written,
          cacheCreation1hInputTokens: bedrockHourWrites(usage),
          outputTokens: output,
          reasoningOutputTokens: countAt(usage, 'reasoningTokens'),
        },
      },
    ]
  },
}

/** Of the cache writes those that live for an hour; null where the lifetimes are not told. */
export function bedrockHourWrites(usage: JsonObject): number | null {
  const hours = objectsAt(usage, 'cacheDetails').filter((detail) => textAt(detail, 'ttl') === '1h')
  return sumOf(...hours.map((detail) => countAt(detail, 'inputTokens')))
}
