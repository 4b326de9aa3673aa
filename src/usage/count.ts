import type { Json, JsonObject } from './json.ts'

/** Thrown where a usage value cannot be counted. The entry is then malformed for `reason`, which never quotes the log. */
export class MalformedUsage {
  readonly reason: string

  /** No Error: a log may have millions of such entries, and each stack would be captured for nobody. */
  constructor(reason: string) {
    this.reason = reason
  }
}

/**
 * The one rule for token counts (Invariants of ARCHITECTURE.md): an integer from 0 to 2^53−1, also written as text ("100") or as
 * an integral float (100.0). Absent, null and "" are "not stated": null. Everything else is malformed.
 */
export function countOf(value: Json | undefined, name: string): number | null {
  if (typeof value === 'number') return checked(value, name)
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(value)) {
    // Number() would round away a fraction behind sixteen digits before it could be seen.
    if (/\.\d*[1-9]\d*\s*$/.test(value)) throw new MalformedUsage(`${name} is not an integer`)
    return checked(Number(value), name)
  }
  throw new MalformedUsage(`${name} is not a number`)
}

/** countOf the value under `key`. */
export function countAt(parent: JsonObject | null, key: string): number | null {
  return parent === null ? null : countOf(parent[key], key)
}

/** The first of `keys` that states a count, or null. */
export function firstCountAt(parent: JsonObject | null, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const count = countAt(parent, key)
    if (count !== null) return count
  }
  return null
}

/** Adds what is stated; null only when nothing is. */
export function sumOf(...counts: readonly (number | null)[]): number | null {
  let sum: number | null = null
  for (const count of counts) sum = added(sum, count)
  return sum
}

/** The sum of two. */
export function added(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  if (a + b > Number.MAX_SAFE_INTEGER) throw new MalformedUsage('a sum of counts is above 2^53-1')
  return a + b
}

function checked(count: number, name: string): number {
  if (Number.isNaN(count)) throw new MalformedUsage(`${name} is not a number`)
  if (count < 0) throw new MalformedUsage(`${name} is negative`)
  if (count > Number.MAX_SAFE_INTEGER) throw new MalformedUsage(`${name} is above 2^53-1`)
  if (!Number.isInteger(count)) throw new MalformedUsage(`${name} is not an integer`)
  return count === 0 ? 0 : count
}
