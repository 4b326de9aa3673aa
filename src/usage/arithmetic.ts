import { sumOf } from './count.ts'
import type { TokenCounts } from './counts.ts'

/** True when both state the same tokens; a class that one of them leaves out is zero. */
export function sameCounts(a: TokenCounts, b: TokenCounts): boolean {
  return (
    (a.inputTokens ?? 0) === (b.inputTokens ?? 0) &&
    (a.outputTokens ?? 0) === (b.outputTokens ?? 0) &&
    (a.cacheReadInputTokens ?? 0) === (b.cacheReadInputTokens ?? 0) &&
    (a.cacheCreationInputTokens ?? 0) === (b.cacheCreationInputTokens ?? 0) &&
    (a.reasoningOutputTokens ?? 0) === (b.reasoningOutputTokens ?? 0)
  )
}

/** Class by class; a class that neither states stays unstated. Modalities are not added up. */
export function plus(a: TokenCounts, b: TokenCounts): TokenCounts {
  return {
    inputTokens: sumOf(a.inputTokens, b.inputTokens),
    cacheReadInputTokens: sumOf(a.cacheReadInputTokens, b.cacheReadInputTokens),
    cacheCreationInputTokens: sumOf(a.cacheCreationInputTokens, b.cacheCreationInputTokens),
    cacheCreation1hInputTokens: sumOf(a.cacheCreation1hInputTokens, b.cacheCreation1hInputTokens),
    outputTokens: sumOf(a.outputTokens, b.outputTokens),
    reasoningOutputTokens: sumOf(a.reasoningOutputTokens, b.reasoningOutputTokens),
  }
}

/** `total` − `part`, class by class, never below zero; a class that `total` leaves out stays unstated. */
export function minus(total: TokenCounts, part: TokenCounts): TokenCounts {
  return {
    inputTokens: beyond(total.inputTokens, part.inputTokens),
    cacheReadInputTokens: beyond(total.cacheReadInputTokens, part.cacheReadInputTokens),
    cacheCreationInputTokens: beyond(total.cacheCreationInputTokens, part.cacheCreationInputTokens),
    cacheCreation1hInputTokens: beyond(total.cacheCreation1hInputTokens, part.cacheCreation1hInputTokens),
    outputTokens: beyond(total.outputTokens, part.outputTokens),
    reasoningOutputTokens: beyond(total.reasoningOutputTokens, part.reasoningOutputTokens),
  }
}

/** True when `total` cannot continue `before`: a counter began again. */
export function fell(total: TokenCounts, before: TokenCounts): boolean {
  return (total.inputTokens ?? 0) < (before.inputTokens ?? 0) || (total.outputTokens ?? 0) < (before.outputTokens ?? 0)
}

function beyond(total: number | null, part: number | null): number | null {
  return total === null ? null : Math.max(0, total - (part ?? 0))
}
