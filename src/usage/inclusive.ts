import { sumOf } from './count.ts'
import type { TokenCounts } from './counts.ts'

/** Counts that lie beside each other, as most coding agents write them: each token is in exactly one. */
export interface DisjointCounts {
  readonly input: number | null
  readonly cacheRead?: number | null
  readonly cacheWrite?: number | null
  readonly output: number | null
  /** Reasoning beside the output; where it lies inside, pass it to `inclusive` instead. */
  readonly reasoningBeside?: number | null
}

/** Disjoint counts as inclusive ones. `reasoningInside` is the part of `output` that was reasoning. */
export function inclusive(counts: DisjointCounts, reasoningInside: number | null = null): TokenCounts {
  const { input, cacheRead = null, cacheWrite = null, output, reasoningBeside = null } = counts
  return {
    inputTokens: sumOf(input, cacheRead, cacheWrite),
    cacheReadInputTokens: cacheRead,
    cacheCreationInputTokens: cacheWrite,
    cacheCreation1hInputTokens: null,
    outputTokens: sumOf(output, reasoningBeside),
    reasoningOutputTokens: reasoningBeside ?? reasoningInside,
  }
}
