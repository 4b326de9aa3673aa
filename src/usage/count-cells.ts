import { COUNTS } from './count-sums.ts'
import type { TokenCounts } from './counts.ts'

/** Counts in the order of COUNTS, 0 where nothing is stated: for loops over many, which so need no object of each. */
export type CountCells = Float64Array

export const [INPUT, OUTPUT] = [COUNTS.indexOf('inputTokens'), COUNTS.indexOf('outputTokens')]
export const [CACHE_READ, CACHE_CREATION] = [
  COUNTS.indexOf('cacheReadInputTokens'),
  COUNTS.indexOf('cacheCreationInputTokens'),
]

export function countCells(): CountCells {
  return new Float64Array(COUNTS.length)
}

export function cellsOf(counts: TokenCounts): CountCells {
  return Float64Array.from(COUNTS, (name) => counts[name] ?? 0)
}

/** A loop, which costs less than a call of `set` for so few. */
export function copyCells(from: CountCells, to: CountCells): void {
  for (let count = 0; count < from.length; count++) to[count] = from[count]!
}

/** A bit for each of COUNTS that is stated. */
export function statedIn(counts: TokenCounts): number {
  return COUNTS.reduce((mask, name, count) => (counts[name] === null ? mask : mask | (1 << count)), 0)
}

/** `statedMask`: as statedIn has it. */
export function countsIn(cells: ArrayLike<number>, statedMask: number): TokenCounts {
  const stated = (count: number) => (statedMask & (1 << count) ? cells[count]! : null)
  return {
    inputTokens: stated(0),
    cacheReadInputTokens: stated(1),
    cacheCreationInputTokens: stated(2),
    cacheCreation1hInputTokens: stated(3),
    outputTokens: stated(4),
    reasoningOutputTokens: stated(5),
  }
}
