import { COUNTS } from '../../src/usage/count-sums.ts'
import { isZero, type TokenCounts } from '../../src/usage/counts.ts'
import type { UsageRecord } from '../../src/usage/record.ts'

type Whole = UsageRecord & { total: NonNullable<UsageRecord['total']> }

/** Each total with what it states beyond the calls beside it; totals that they account for are gone. */
export function naiveRests(joined: readonly UsageRecord[]): UsageRecord[] {
  const calls = joined.filter(({ total }) => total === undefined)
  const totals = joined
    .filter((record): record is Whole => record.total !== undefined)
    .sort((a, b) => output(b) - output(a))
  const listed = new Set(totals.flatMap(partsOf))
  const isFree = ({ identity }: UsageRecord) => identity === null || !listed.has(identity)
  const each = [...calls, ...totals.filter(({ total }) => total.of === 'call')]
  const single = restsOf(totals, 'call', each, calls)
  const whole = restsOf(totals, 'run', each, [...calls, ...single.values()].filter(isFree))
  return joined.flatMap((record) =>
    record.total === undefined ? record : (single.get(record) ?? whole.get(record) ?? []),
  )
}

function restsOf(
  totals: readonly Whole[],
  of: 'call' | 'run',
  calls: readonly UsageRecord[],
  free: readonly UsageRecord[],
): Map<UsageRecord, UsageRecord> {
  const pool = free.map((call) => ({ ...call }))
  const rests = new Map<UsageRecord, UsageRecord>()
  const twins = new Map<Whole, UsageRecord>()
  for (const whole of of === 'call' ? totals.filter(({ total, model }) => total.of === 'call' && model !== null) : []) {
    const isTaken = (call: UsageRecord) => [...twins.values()].includes(call)
    const twin = pool.find((call) => isTwin(whole, call) && !isTaken(call))
    if (twin !== undefined) twins.set(whole, twin)
  }
  for (const whole of [...twins.keys(), ...totals.filter((total) => !twins.has(total))]) {
    if (whole.total.of !== of) continue
    if (of === 'run' && totals.some((later) => later !== whole && isPart(later, whole.identity))) continue
    const parts = calls.filter(({ identity, model }) => isPart(whole, identity) && isModel(whole, model))
    const twin = twins.get(whole)
    const others = twin ? [twin] : pool.filter((call) => isOther(whole, call) && isModel(whole, call.model))
    let { counts } = whole
    let left = whole.calls === null ? null : less(whole.calls ?? 1, sum(parts.map(({ calls = 1 }) => calls)))
    let cost = Number(whole.loggedCostUsd ?? 0)
    for (const part of parts) {
      counts = beyond(counts, part.counts)
      cost = less(cost, Number(part.loggedCostUsd ?? 0))
    }
    for (const other of others) {
      const [before, open, calls] = [counts, left, other.calls === undefined ? 1 : (other.calls ?? 0)]
      counts = beyond(counts, other.counts)
      left = open === null ? null : less(open, calls)
      const [openCost, itsCost] = [cost, Number(other.loggedCostUsd ?? 0)]
      cost = less(openCost, itsCost)
      Object.assign(other, { loggedCostUsd: String(less(itsCost, openCost)) })
      Object.assign(other, { counts: beyond(other.counts, before), calls: less(calls, open ?? 0) })
    }
    if (parts.length + others.length === 0) rests.set(whole, whole)
    else if (!isZero(counts) || cost > 0 || whole.fees !== undefined)
      rests.set(whole, {
        ...whole,
        counts,
        loggedCostUsd: cost > 0 ? String(cost) : null,
        calls: (counts.inputTokens ?? 0) === 0 ? 0 : left,
      })
  }
  return rests
}

function less(amount: number, taken: number): number {
  return Math.max(0, amount - taken)
}

function partsOf({ total }: Whole): readonly string[] {
  return total.of === 'run' ? (total.parts ?? []) : []
}

function sum(calls: readonly (number | null)[]): number {
  return calls.reduce<number>((all, each) => all + (each ?? 0), 0)
}

function isPart(whole: Whole, identity: string | null): boolean {
  return identity !== null && partsOf(whole).includes(identity)
}

function isOther(whole: Whole, { attributes, total }: UsageRecord): boolean {
  const session = whole.attributes?.session
  if (session === undefined || attributes?.session !== session) return false
  if (whole.total.of === 'run' && whole.total.others === 'none') return false
  if (whole.total.of === 'call' || whole.total.others === undefined || total !== undefined) return true
  return whole.total.others === (attributes.agent === undefined ? 'main' : 'agents')
}

function isTwin(whole: Whole, call: UsageRecord): boolean {
  const seen = ({
    counts: { inputTokens, cacheReadInputTokens, cacheCreationInputTokens, outputTokens },
  }: UsageRecord) =>
    [inputTokens, cacheReadInputTokens, cacheCreationInputTokens, outputTokens].map((count) => count ?? 0).join()
  return isOther(whole, call) && call.model !== null && isModel(whole, call.model) && seen(whole) === seen(call)
}

function isModel({ model }: UsageRecord, of: string | null): boolean {
  const bare = (name: string | null) =>
    name
      ?.replace(/\[1m\]$/, '')
      .replace(/^(?:.*[./])?anthropic\.(claude-.*?)(-v\d+(:\d+)?)?$/, '$1')
      .replace(/[-@]\d{8}$|@default$/, '')
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
