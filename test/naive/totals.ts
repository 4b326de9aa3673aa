import { COUNTS } from '../../src/usage/count-sums.ts'
import { isZero, type TokenCounts } from '../../src/usage/counts.ts'
import type { UsageRecord } from '../../src/usage/record.ts'

/** Each total of a run with what it states beyond the calls beside it; totals that they account for are gone. */
export function naiveRests(joined: readonly UsageRecord[]): UsageRecord[] {
  const calls = joined.filter(({ total }) => total === undefined)
  const totals = joined.filter(({ total }) => total !== undefined).sort((a, b) => output(b) - output(a))
  const listed = new Set(totals.flatMap(({ total }) => total!.parts))
  const free = calls.filter(({ identity }) => identity === null || !listed.has(identity)).map((call) => ({ ...call }))
  const rests = totals.flatMap((whole) => {
    if (totals.some((later) => later !== whole && isPart(later, whole.identity))) return []
    const parts = calls.filter(({ identity, model }) => isPart(whole, identity) && isModel(whole, model))
    const others = free.filter((call) => isOther(whole, call) && isModel(whole, call.model))
    let { counts } = whole
    for (const part of parts) counts = beyond(counts, part.counts)
    for (const other of others) {
      const before = counts
      counts = beyond(counts, other.counts)
      Object.assign(other, { counts: beyond(other.counts, before) })
    }
    if (parts.length + others.length === 0) return [whole]
    const hasCost = whole.loggedCostUsd != null
    if (isZero(counts) && !hasCost && whole.fees === undefined) return []
    return [{ ...whole, counts, calls: (counts.inputTokens ?? 0) === 0 ? 0 : null }]
  })
  return [...calls, ...rests]
}

function isPart({ total }: UsageRecord, identity: string | null): boolean {
  return identity !== null && total!.parts.includes(identity)
}

function isOther(whole: UsageRecord, { attributes }: UsageRecord): boolean {
  const session = whole.attributes?.session
  if (session === undefined || attributes?.session !== session) return false
  const { others } = whole.total!
  return others === 'all' || others === (attributes.agent === undefined ? 'main' : 'agents')
}

function isModel({ model }: UsageRecord, of: string | null): boolean {
  const bare = (name: string | null) => name?.replace(/\[1m\]$/, '').replace(/-\d{8}$/, '')
  return model === null || bare(model) === bare(of)
}

function beyond(total: TokenCounts, part: TokenCounts): TokenCounts {
  const left = (name: (typeof COUNTS)[number]) =>
    total[name] === null ? null : Math.max(0, total[name] - (part[name] ?? 0))
  return Object.fromEntries(COUNTS.map((name) => [name, left(name)])) as unknown as TokenCounts
}

function output({ counts }: UsageRecord): number {
  return counts.outputTokens ?? 0
}
