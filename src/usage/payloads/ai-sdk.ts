import { amountAt, scaledDown, TICKS_PER_DOLLAR_PLACES } from '../amount.ts'
import { countAt, firstCountAt, sumOf } from '../count.ts'
import { isObject, type JsonObject, objectAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Vercel's AI SDK, versions 4 to 6 and its provider interface. From version 6 on, cache lies inside the input for every
 * provider; before, Anthropic's counts were handed on, with the cache outside. Reasoning lies inside the output unless the
 * total says beside (Gemini before version 6). Continue says `generatedTokens`. Grok's tools write the same names, but `cachedReadTokens`, and their cost in
 * ticks. Source: AI SDK reference, "LanguageModelUsage"; vercel/ai.
 */
export const aiSdk: UsagePayload = {
  name: 'ai-sdk',
  example: { inputTokens: 120, outputTokens: 40, totalTokens: 160, reasoningTokens: 30, cachedInputTokens: 100 },
  markers: ['inputTokens', 'outputTokens', 'promptTokens', 'completionTokens'],
  accounting:
    'cache inside input (before version 6 outside for Anthropic); reasoning inside output unless the total says beside',
  matches: (usage) =>
    'promptTokens' in usage ||
    'completionTokens' in usage ||
    'cachedInputTokens' in usage ||
    'cachedReadTokens' in usage ||
    (('inputTokens' in usage || 'outputTokens' in usage) &&
      (isObject(usage['inputTokens']) || 'inputTokenDetails' in usage || 'reasoningTokens' in usage)),
  read: (usage: JsonObject, hints: UsageHints): readonly Usage[] => [
    {
      counts: isObject(usage['inputTokens']) || isObject(usage['outputTokens']) ? nested(usage) : flat(usage, hints),
      ...ticksOf(usage),
    },
  ],
}

function ticksOf(usage: JsonObject): { loggedCostUsd?: string } {
  const ticks = amountAt(usage, 'costUsdTicks')
  return ticks === null ? {} : { loggedCostUsd: scaledDown(ticks, TICKS_PER_DOLLAR_PLACES) }
}

function nested(usage: JsonObject) {
  const [input, output] = [objectAt(usage, 'inputTokens'), objectAt(usage, 'outputTokens')]
  return {
    inputTokens: countAt(input, 'total'),
    cacheReadInputTokens: countAt(input, 'cacheRead'),
    cacheCreationInputTokens: countAt(input, 'cacheWrite'),
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(output, 'total'),
    reasoningOutputTokens: countAt(output, 'reasoning'),
  }
}

function flat(usage: JsonObject, hints: UsageHints) {
  const details = objectAt(usage, 'inputTokenDetails')
  const input = firstCountAt(usage, 'inputTokens', 'promptTokens')
  const output = firstCountAt(usage, 'outputTokens', 'completionTokens', 'generatedTokens')
  const read = countAt(details, 'cacheReadTokens') ?? firstCountAt(usage, 'cachedInputTokens', 'cachedReadTokens')
  const reasoning =
    countAt(objectAt(usage, 'outputTokenDetails'), 'reasoningTokens') ?? countAt(usage, 'reasoningTokens')
  const cacheBeside = details === null && read !== null && (read > (input ?? 0) || isAnthropic(hints))
  const reasoningBeside = (reasoning ?? 0) > 0 && countAt(usage, 'totalTokens') === sumOf(input, output, reasoning)
  return {
    inputTokens: cacheBeside ? sumOf(input, read) : input,
    cacheReadInputTokens: read,
    cacheCreationInputTokens: countAt(details, 'cacheWriteTokens'),
    cacheCreation1hInputTokens: null,
    outputTokens: reasoningBeside ? sumOf(output, reasoning) : output,
    reasoningOutputTokens: reasoning,
  }
}

function isAnthropic({ provider, model }: UsageHints): boolean {
  return provider === 'anthropic' || provider === 'aws' || /claude/i.test(model ?? '')
}
