import { isZero, type TokenCounts } from '../usage/counts.ts'
import type { Usage } from '../usage/payloads/payload.ts'

/** `running` and `total` where a key on the way says so ("cumulative_usage", "totals"); `call` for all others. */
export type Extent = 'call' | 'total' | 'running'

/** A usage object found in a record, with what stands nearest to it. */
export interface FoundUsage {
  readonly usages: readonly Usage[]
  readonly counts: TokenCounts
  readonly model: string | null
  readonly id: string | null
  readonly extent: Extent
}

/**
 * Which usages of one object are calls. `own` lie directly in it, each of `branches` was found below one of its keys.
 *
 * The outermost usage speaks for everything below it, and what repeats it is the same call (the copy that says most is
 * kept). Only three things below it count as well: parts that add up to it exactly, which then take its place; a usage
 * with a model or id of its own that differs; and one that is larger in some class, so that it cannot be contained.
 * Totals and running totals do not count where the record states calls.
 */
export function callsAmong<Found extends FoundUsage>(
  own: readonly Found[],
  branches: readonly (readonly Found[])[],
): readonly Found[] {
  const hasCalls = [own, ...branches].some((branch) => branch.some((each) => each.extent === 'call'))
  const wanted = (each: FoundUsage) => each.extent === 'call' || !hasCalls
  const outer = merged(own.filter(wanted).map((each) => [each]))
  const below = merged(branches.map((branch) => branch.filter(wanted)))
  if (outer.length === 0 || below.length === 0) return [...outer, ...below]
  if (below.length > 1 && addUp(below, outer)) return below
  const apart: Found[] = []
  for (const inner of below) {
    const repeated = outer.findIndex((call) => isSameCall(call, inner))
    if (repeated >= 0) outer[repeated] = joined(outer[repeated]!, inner)
    else if (outer.every((call) => isApart(inner, call))) apart.push(inner)
  }
  return [...outer, ...apart]
}

/** The usages of all branches; one that repeats a usage of another branch is the same call, once for each. */
function merged<Found extends FoundUsage>(branches: readonly (readonly Found[])[]): Found[] {
  const calls: Found[] = []
  const bySize = new Map<string, number[]>()
  for (const branch of branches) {
    const taken = new Set<number>()
    const passed = new Map<string, number>()
    const first = calls.length
    for (const each of branch) {
      const repeated = sizesOf(each).flatMap((size) => {
        const alike = bySize.get(size) ?? []
        let from = passed.get(size) ?? 0
        while (from < alike.length && taken.has(alike[from]!)) from++
        passed.set(size, from)
        return alike
          .slice(from, from + MOST_ALIKE)
          .filter((index) => !taken.has(index) && isRepeat(calls[index]!, each))
      })[0]
      if (repeated === undefined) calls.push(each)
      else {
        taken.add(repeated)
        calls[repeated] = joined(calls[repeated]!, each)
      }
    }
    for (let index = first; index < calls.length; index++)
      for (const size of sizesOf(calls[index]!)) push(bySize, size, index)
  }
  return calls
}

/** Equal counts of different models among which a repetition is looked for. */
const MOST_ALIKE = 64

/** Keys of which two repetitions of one call share at least one. */
function sizesOf({ counts }: FoundUsage): readonly string[] {
  const [whole, bare] = [`${counts.outputTokens} ${counts.inputTokens}`, `${counts.outputTokens} ${uncached(counts)}`]
  return whole === bare ? [whole] : [whole, bare]
}

function push(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

function isRepeat(a: FoundUsage, b: FoundUsage): boolean {
  return isSameCall(a, b) && !namesDiffer(a.model, b.model)
}

function joined<Found extends FoundUsage>(a: Found, b: Found): Found {
  const [more, less] = saysMore(b.counts, a.counts) ? [b, a] : [a, b]
  return { ...more, model: more.model ?? less.model, id: more.id ?? less.id }
}

/** Of two statements of one call the one that does not leave out cache writes or their hour, else the one with more classes. */
function saysMore(a: TokenCounts, b: TokenCounts): boolean {
  if (differInWritesAlone(a, b)) return a.cacheCreationInputTokens !== null
  const [hour, otherHour] = [a.cacheCreation1hInputTokens ?? 0, b.cacheCreation1hInputTokens ?? 0]
  if (a.inputTokens === b.inputTokens && hour !== otherHour) return hour > otherHour
  return statedClasses(a) > statedClasses(b)
}

/** Equal counts; an input stated without its cache, or without its cache writes, equals the same input stated with them. */
function isSameCall(a: FoundUsage, b: FoundUsage): boolean {
  if (namesDiffer(a.id, b.id) || isZero(a.counts) !== isZero(b.counts)) return false
  return (
    a.counts.outputTokens === b.counts.outputTokens &&
    (a.counts.inputTokens === b.counts.inputTokens ||
      a.counts.inputTokens === uncached(b.counts) ||
      b.counts.inputTokens === uncached(a.counts) ||
      differInWritesAlone(a.counts, b.counts))
  )
}

/** The AI SDK of version 5 hands on what was read of a cache, not what was written, which stands in the provider's own usage. */
function differInWritesAlone(a: TokenCounts, b: TokenCounts): boolean {
  return (
    (a.cacheCreationInputTokens === null) !== (b.cacheCreationInputTokens === null) &&
    (a.cacheReadInputTokens ?? 0) === (b.cacheReadInputTokens ?? 0) &&
    uncached(a) === uncached(b)
  )
}

function isApart(inner: FoundUsage, outer: FoundUsage): boolean {
  return (
    namesDiffer(inner.model, outer.model) ||
    namesDiffer(inner.id, outer.id) ||
    (inner.counts.inputTokens ?? 0) > (outer.counts.inputTokens ?? 0) ||
    (inner.counts.outputTokens ?? 0) > (outer.counts.outputTokens ?? 0)
  )
}

function addUp(parts: readonly FoundUsage[], whole: readonly FoundUsage[]): boolean {
  const sum = (all: readonly FoundUsage[], name: 'inputTokens' | 'outputTokens') =>
    all.reduce((total, each) => total + (each.counts[name] ?? 0), 0)
  return (
    sum(parts, 'inputTokens') === sum(whole, 'inputTokens') && sum(parts, 'outputTokens') === sum(whole, 'outputTokens')
  )
}

function uncached(counts: TokenCounts): number {
  return (counts.inputTokens ?? 0) - (counts.cacheReadInputTokens ?? 0) - (counts.cacheCreationInputTokens ?? 0)
}

function statedClasses(counts: TokenCounts): number {
  return Object.values(counts).filter((count) => count !== null).length
}

function namesDiffer(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}
