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
 * Calls of one file that are like others, and what each has of its own. Each has an identity and tokens, and is no state of an
 * update sequence. To be used up at once: the next ones stand in the same place. Numbers stand in arrays, where they are no
 * objects of their own.
 */
export class StampedCalls {
  length = 0
  readonly stamps: Stamp[] = []
  /** Frozen. */
  readonly attributes: Attributes[] = []
  /** Of each the halves of the hash of its identity: low, high. */
  readonly identities: Uint32Array
  /** ms since 1970 UTC; NaN = none. */
  readonly times: Float64Array
  /** Of their entries, in bytes. */
  readonly offsets: Float64Array
  /** Of each as COUNTS; 0 = not stated. */
  readonly counts: Float64Array

  constructor(most: number) {
    this.identities = new Uint32Array(most * 2)
    this.times = new Float64Array(most)
    this.offsets = new Float64Array(most)
    this.counts = new Float64Array(most * COUNTS.length)
  }

  /** What the counts of a call add up to. */
  tokensOf(call: number): number {
    return this.counts[call * COUNTS.length + INPUT]! + this.counts[call * COUNTS.length + OUTPUT]!
  }

  isCacheAboveInput(call: number): boolean {
    const { counts } = this
    const first = call * COUNTS.length
    return counts[first + CACHE_READ]! + counts[first + CACHE_CREATION]! > counts[first + INPUT]!
  }
}

const [INPUT, OUTPUT] = [COUNTS.indexOf('inputTokens'), COUNTS.indexOf('outputTokens')]
const CACHE_READ = COUNTS.indexOf('cacheReadInputTokens')
const CACHE_CREATION = COUNTS.indexOf('cacheCreationInputTokens')
