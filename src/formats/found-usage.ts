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
  const below = merged(branches)
  const outer = merged(own.map((each) => [each]))
  const all = [...outer, ...below]
  if (all.some((each) => each.extent === 'call') && all.some((each) => each.extent !== 'call'))
    return callsAmong(
      own.filter((each) => each.extent === 'call'),
      branches.map((branch) => branch.filter((each) => each.extent === 'call')),
    )
  if (outer.length === 0 || below.length === 0) return all
  if (below.length > 1 && addUp(below, outer)) return below
  return below.reduce<readonly Found[]>((calls, inner) => {
    const repeated = calls.find((call) => isSameCall(call, inner))
    if (repeated !== undefined) return calls.map((call) => (call === repeated ? joined(call, inner) : call))
    return calls.every((call) => isApart(inner, call)) ? [...calls, inner] : calls
  }, outer)
}

/** The usages of all branches; one that repeats a usage of another branch is the same call, once for each. */
function merged<Found extends FoundUsage>(branches: readonly (readonly Found[])[]): readonly Found[] {
  let calls: readonly Found[] = []
  for (const branch of branches) {
    const known = new Set(calls)
    for (const each of branch) {
      const repeated = [...known].find((call) => isSameCall(call, each) && !namesDiffer(call.model, each.model))
      if (repeated === undefined) calls = [...calls, each]
      else {
        known.delete(repeated)
        calls = calls.map((call) => (call === repeated ? joined(call, each) : call))
      }
    }
  }
  return calls
}

function joined<Found extends FoundUsage>(a: Found, b: Found): Found {
  const [more, less] = statedClasses(b.counts) > statedClasses(a.counts) ? [b, a] : [a, b]
  return { ...more, model: more.model ?? less.model, id: more.id ?? less.id }
}

/** Equal counts; an input stated without its cache equals the same input stated with it. */
function isSameCall(a: FoundUsage, b: FoundUsage): boolean {
  if (namesDiffer(a.id, b.id) || isZero(a.counts) !== isZero(b.counts)) return false
  return (
    a.counts.outputTokens === b.counts.outputTokens &&
    (a.counts.inputTokens === b.counts.inputTokens ||
      a.counts.inputTokens === uncached(b.counts) ||
      b.counts.inputTokens === uncached(a.counts))
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
