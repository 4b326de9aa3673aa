import { COUNTS } from './count-sums.ts'
import type { Descriptor } from './descriptor.ts'
import type { Attributes } from './record.ts'

/** What calls that are alike have in common. */
export interface Stamp {
  readonly descriptor: Descriptor
  readonly loggedCostUsd: string | null
  readonly partial: boolean
  /** A bit for each of COUNTS that they state, input or output among them. */
  readonly stated: number
}

/**
 * A call that is like others, and what it has of its own. It has an identity, and is no state of an update sequence. To be
 * used up at once: the next one is the same object. Numbers stand in arrays, where they are no objects of their own.
 */
export interface StampedCall {
  readonly stamp: Stamp
  /** The halves of the hash of its identity: low, high. */
  readonly identity: Uint32Array
  /** One: ms since 1970 UTC; NaN = none. */
  readonly time: Float64Array
  /** As COUNTS; 0 = not stated. */
  readonly counts: Float64Array
  /** Frozen. */
  readonly attributes: Attributes
}

/** True when all its counts are zero. */
export function isNothing(call: StampedCall): boolean {
  return tokensOf(call) === 0
}

export function tokensOf({ counts }: StampedCall): number {
  return counts[INPUT]! + counts[OUTPUT]!
}

export function isCacheAboveInput({ counts }: StampedCall): boolean {
  return counts[CACHE_READ]! + counts[CACHE_CREATION]! > counts[INPUT]!
}

const [INPUT, OUTPUT] = [COUNTS.indexOf('inputTokens'), COUNTS.indexOf('outputTokens')]
const CACHE_READ = COUNTS.indexOf('cacheReadInputTokens')
const CACHE_CREATION = COUNTS.indexOf('cacheCreationInputTokens')
