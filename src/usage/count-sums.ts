import { countOf, sumOf } from './count.ts'
import type { TokenCounts } from './counts.ts'
import { type JsonObject, objectAt } from './json.ts'

/** The counts of a call, in a fixed order. */
export const COUNTS = [
  'inputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'cacheCreation1hInputTokens',
  'outputTokens',
  'reasoningOutputTokens',
] as const satisfies readonly (keyof TokenCounts)[]

/**
 * How a payload's counts follow from its keys where they are sums of them: each count adds up terms, each term is the
 * greatest of some sums, each sum adds up what stands under keys. A dot leads into an object: 'cache_creation.ttl'.
 */
export type CountSums = { readonly [name in (typeof COUNTS)[number]]: readonly Term[] }

export type Term = readonly (readonly string[])[]

/** The keys that sums add up, each once. */
export function keysOf(sums: CountSums): readonly string[] {
  return [...new Set(COUNTS.flatMap((name) => sums[name].flat(2)))]
}

/** What a usage object says. A count of which nothing is stated is null; throws MalformedUsage for what is no count. */
export function countsBy(sums: CountSums, usage: JsonObject): TokenCounts {
  const known = new Map(keysOf(sums).map((key) => [key, statedAt(usage, key)]))
  const counts = COUNTS.map((name) => {
    const terms = sums[name].map((term) =>
      greatest(term.map((keys) => sumOf(...keys.map((key) => known.get(key) ?? null)))),
    )
    return [name, sumOf(...terms)]
  })
  return Object.fromEntries(counts) as unknown as TokenCounts
}

function statedAt(usage: JsonObject, path: string): number | null {
  const keys = path.split('.')
  const last = keys.pop()!
  const parent = keys.reduce<JsonObject | null>(objectAt, usage)
  return parent === null ? null : countOf(parent[last], last)
}

function greatest(sums: readonly (number | null)[]): number | null {
  return sums.reduce((most, sum) => (most === null || (sum !== null && sum > most) ? sum : most), null)
}
