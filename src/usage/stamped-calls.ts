import type { Descriptor } from './descriptor.ts'
import { asFloat } from './float-cost.ts'
import type { Attributes } from './record.ts'
import { FLAG, FLOAT, NO_TIME, ROW_WORDS, WORD } from './row-layout.ts'

/** What calls that are alike have in common. */
export interface Stamp {
  readonly descriptor: Descriptor
  /** Their row, but for what each has of its own and the numbers of descriptor, attributes and file. */
  readonly row: Uint32Array
}

interface Common {
  readonly descriptor: Descriptor
  readonly loggedCostUsd: string | null
  readonly partial: boolean
  /** A bit for each of COUNTS that they state, input or output among them. */
  readonly stated: number
  /** ms since 1970 UTC, where calls have no time of their own; NaN = none. */
  readonly time: number
}

/** null where a row alone cannot say what they cost. */
export function stampOf({ descriptor, loggedCostUsd, partial, stated, time }: Common): Stamp | null {
  const [cost, inexact] = asFloat(loggedCostUsd)
  if (inexact !== null) return null
  const row = new Uint32Array(ROW_WORDS)
  const floats = new Float64Array(row.buffer)
  floats[FLOAT.cost] = cost
  floats[FLOAT.time] = time
  row[WORD.ownDelay] = Number.isNaN(time) ? NO_TIME : 0
  row[WORD.stated] = stated
  row[WORD.flags] = partial ? FLAG.partial : 0
  return { descriptor, row }
}

/**
 * Calls of one file that are like others. Each has an identity and tokens, and is no state of an update sequence. To be used
 * up at once: the next ones stand in the same place.
 */
export interface StampedCalls {
  /** Their rows, but that the descriptor is the number of a stamp, and attributes are those that are given here. */
  readonly words: Uint32Array
  readonly length: number
  /** By number. */
  readonly stamps: readonly Stamp[]
  /** By number; frozen. */
  readonly attributes: readonly Attributes[]
}
