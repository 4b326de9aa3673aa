import { added, countOf } from './count.ts'
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
  return planOf(sums).keys
}

/** The same sums, with places in `keysOf` instead of keys. */
export function placesOf(sums: CountSums): SumsOfPlaces {
  return planOf(sums).terms
}

/** What a usage object says. A count of which nothing is stated is null; throws MalformedUsage for what is no count. */
export function countsBy(sums: CountSums, usage: JsonObject): TokenCounts {
  const { paths, terms } = planOf(sums)
  const stated = paths.map((path) => statedAt(usage, path))
  return {
    inputTokens: countIn(terms.inputTokens, stated),
    cacheReadInputTokens: countIn(terms.cacheReadInputTokens, stated),
    cacheCreationInputTokens: countIn(terms.cacheCreationInputTokens, stated),
    cacheCreation1hInputTokens: countIn(terms.cacheCreation1hInputTokens, stated),
    outputTokens: countIn(terms.outputTokens, stated),
    reasoningOutputTokens: countIn(terms.reasoningOutputTokens, stated),
  }
}

interface KeyPath {
  readonly above: readonly string[]
  readonly key: string
}

type SumsOfPlaces = { readonly [name in (typeof COUNTS)[number]]: readonly (readonly (readonly number[])[])[] }

interface Plan {
  readonly keys: readonly string[]
  readonly paths: readonly KeyPath[]
  readonly terms: SumsOfPlaces
}

const plans = new WeakMap<CountSums, Plan>()

function planOf(sums: CountSums): Plan {
  const known = plans.get(sums)
  if (known !== undefined) return known
  const keys = [...new Set(COUNTS.flatMap((name) => sums[name].flat(2)))]
  const placesIn = (name: (typeof COUNTS)[number]) =>
    sums[name].map((term) => term.map((all) => all.map((key) => keys.indexOf(key))))
  const plan = {
    keys,
    paths: keys.map((path) => ({ above: path.split('.').slice(0, -1), key: path.split('.').at(-1)! })),
    terms: Object.fromEntries(COUNTS.map((name) => [name, placesIn(name)])) as unknown as SumsOfPlaces,
  }
  plans.set(sums, plan)
  return plan
}

function statedAt(usage: JsonObject, { above, key }: KeyPath): number | null {
  let parent: JsonObject | null = usage
  for (const each of above) parent = objectAt(parent, each)
  return parent === null ? null : countOf(parent[key], key)
}

// By index: before V8 has made a loop fast, which it does for many calls, each step of an iterator is an object.
function countIn(terms: SumsOfPlaces[keyof SumsOfPlaces], stated: readonly (number | null)[]): number | null {
  let count: number | null = null
  for (let i = 0; i < terms.length; i++) count = added(count, greatestIn(terms[i]!, stated))
  return count
}

function greatestIn(term: readonly (readonly number[])[], stated: readonly (number | null)[]): number | null {
  let greatest: number | null = null
  for (let i = 0; i < term.length; i++) {
    const places = term[i]!
    let sum: number | null = null
    for (let j = 0; j < places.length; j++) sum = added(sum, stated[places[j]!]!)
    if (greatest === null || (sum !== null && sum > greatest)) greatest = sum
  }
  return greatest
}
