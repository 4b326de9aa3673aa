import { timeOf } from '../usage/time.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/

/** A date or time in a price file as milliseconds since 1970 UTC; a date is its 00:00 UTC. null when it is neither. */
export function instantOf(text: string): number | null {
  return INSTANT.test(text) ? timeOf(text) : null
}

/** The last of `periods` that began at or before `time`; -1 when none had. A period without start has always held. */
export function periodAt(periods: readonly { readonly start: number }[], time: number): number {
  let index = periods.length - 1
  while (index >= 0 && periods[index]!.start > time) index--
  return index
}
