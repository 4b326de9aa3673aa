import type { Descriptor } from './descriptor.ts'
import { asFloat } from './float-cost.ts'
import { FLAG, FLOAT, NO_TIME, ROW_WORDS, WORD } from './row-layout.ts'
import type { RowTables } from './row-tables.ts'

interface Common {
  readonly descriptor: Descriptor
  readonly loggedCostUsd: string | null
  readonly partial: boolean
  /** A bit for each of COUNTS that they state, input or output among them. */
  readonly stated: number
  /** ms since 1970 UTC, where calls have no time of their own; NaN = none. */
  readonly time: number
}

/**
 * The row of calls that are alike, among rows with these tables, but for what each has of its own and its file; without attributes.
 * null where a row alone cannot say what they cost.
 */
export function stampOf(
  { descriptor, loggedCostUsd, partial, stated, time }: Common,
  tables: RowTables,
): Uint32Array | null {
  const [cost, inexact] = asFloat(loggedCostUsd)
  if (inexact !== null) return null
  const row = new Uint32Array(ROW_WORDS)
  const floats = new Float64Array(row.buffer)
  floats[FLOAT.cost] = cost
  floats[FLOAT.time] = time
  row[WORD.ownDelay] = Number.isNaN(time) ? NO_TIME : 0
  row[WORD.descriptor] = tables.descriptors.number(descriptor)
  row[WORD.attribute] = tables.attributes.number({})
  row[WORD.stated] = stated
  row[WORD.flags] = partial ? FLAG.partial : 0
  return row
}

/**
 * Calls of one file that are like others. Each has an identity and tokens, and is no state of an update sequence. To be used
 * up at once: the next ones stand in the same place.
 */
export interface StampedCalls {
  /** Their rows, as they are to stand among those whose tables their numbers are of. */
  readonly words: Uint32Array
  /** How many; at least one. */
  readonly length: number
  /** False: none is a copy of the one before it here. */
  readonly mayRepeat: boolean
}
