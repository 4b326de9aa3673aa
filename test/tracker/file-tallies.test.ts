import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Call } from '../../src/tracker/call.ts'
import { TokenUsageTracker } from '../../src/tracker/tracker.ts'
import { NO_COUNTS } from '../../src/usage/counts.ts'
import type { UsageRecord } from '../../src/usage/record.ts'

const FILES = 3

/** Entries of a few files, of one or more calls each, some of them copies of others. */
const entry = fc.record({
  file: fc.nat(FILES - 1),
  offset: fc.nat(12),
  ids: fc.array(fc.option(fc.nat(8), { nil: null }), { minLength: 1, maxLength: 3 }),
  calls: fc.constantFrom(undefined, 3, null),
  partial: fc.boolean(),
  isStated: fc.boolean(),
  fees: fc.boolean(),
})
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never

function recordsOf({ ids, calls, partial, isStated, fees }: Entry): readonly UsageRecord[] {
  return ids.map((id) => ({
    ...{ model: 'm', provider: null, time: null, partial },
    identity: id === null ? null : `call ${id}`,
    counts: isStated ? { ...NO_COUNTS, inputTokens: 5, outputTokens: 1 } : { ...NO_COUNTS, cacheReadInputTokens: 7 },
    ...(calls !== undefined && { calls }),
    ...(fees && { fees: { web_search_requests: '1' } }),
  }))
}

function trackerOf(entries: readonly Entry[]): TokenUsageTracker {
  const tracker = new TokenUsageTracker()
  for (const each of entries)
    for (const record of recordsOf(each))
      tracker.add(record, { file: each.file, offset: each.offset * 100, format: 'test' })
  return tracker
}

/** Counted from the calls, one by one. */
function naive(calls: readonly Call[], not: ReadonlySet<number> | null, file: number) {
  const own = calls.filter((call) => call.file === file)
  const isUnstated = ({ counts, fees }: Call) =>
    counts.inputTokens === null && counts.outputTokens === null && fees === null
  return {
    entries: new Set(own.map(({ offset }) => offset).filter((offset) => not?.has(offset) !== true)).size,
    calls: own.reduce((sum, call) => sum + (call.calls ?? 0), 0),
    emptied: 0,
    withoutCounts: own.filter(isUnstated).length,
    partial: own.filter((call) => call.partial && !isUnstated(call)).length,
  }
}

it('of a file are those of its calls, in whatever order they came', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.boolean(), fc.boolean(), (entries, isSorted, isMixed) => {
      const inOrder = isSorted ? entries.toSorted((a, b) => a.file - b.file || a.offset - b.offset) : entries
      const tracker = trackerOf(inOrder)
      const not = isMixed ? new Set([300, 500]) : null
      const tallies = tracker.tallies(FILES, (file) => (file === 1 ? not : null))
      const calls = [...tracker.calls()]
      expect(tallies).toEqual([0, 1, 2].map((file) => naive(calls, file === 1 ? not : null, file)))
    }),
    { numRuns: 500 },
  )
})
