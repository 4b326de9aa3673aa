import { fell, minus, sameCounts } from '../usage/arithmetic.ts'
import { isUnstated, type TokenCounts } from '../usage/counts.ts'

/** Turns the successive values of a cumulative counter into what each call added. */
export interface RunningTotal {
  /**
   * What was used since the last value; null when nothing was (the value is a re-emit). `last` is what the log itself
   * says of the last call: it decides where the counter begins, or begins again, in the middle of a file.
   */
  advance(total: TokenCounts, last: TokenCounts | null): TokenCounts | null
}

export function runningTotal(): RunningTotal {
  let known: TokenCounts | null = null
  return {
    advance(total, last) {
      const stated = last === null || isUnstated(last) ? null : last
      const before = known
      known = total
      if (before === null) return stated ?? total
      if (sameCounts(total, before)) return null
      if (stated !== null && sameCounts(total, stated)) return stated
      return fell(total, before) ? (stated ?? total) : minus(total, before)
    },
  }
}
