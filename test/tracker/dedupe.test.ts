import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call } from '../../src/tracker/call.ts'
import { TokenUsageTracker } from '../../src/tracker/tracker.ts'
import { NO_COUNTS, type TokenCounts } from '../../src/usage/counts.ts'
import type { UsageRecord } from '../../src/usage/record.ts'

const counts = (stated: Partial<TokenCounts>): TokenCounts => ({ ...NO_COUNTS, ...stated })

function record(stated: Partial<TokenCounts>, rest: Partial<UsageRecord> = {}): UsageRecord {
  return { model: 'm', provider: null, identity: 'id', time: null, ...rest, counts: counts(stated) }
}

function callsOf(records: readonly (readonly [number, UsageRecord])[]): Call[] {
  const tracker = new TokenUsageTracker()
  for (const [offset, [file, each]] of records.entries()) tracker.add(each, { file, offset, format: 'test' })
  return [...tracker.calls()]
}

const one = (...records: UsageRecord[]) => {
  const calls = callsOf(records.map((each) => [0, each]))
  expect(calls).toHaveLength(1)
  return calls[0]!
}

describe('of copies of a call one whole record wins', () => {
  it('the greatest output, with its own input', () => {
    const call = one(record({ inputTokens: 50, outputTokens: 9 }), record({ inputTokens: 40, outputTokens: 10 }))
    expect(call.counts).toEqual(counts({ inputTokens: 40, outputTokens: 10 }))
  })
  it('then the greatest input, then the most classes stated', () => {
    expect(
      one(record({ inputTokens: 5, outputTokens: 1 }), record({ inputTokens: 6, outputTokens: 1 })).counts.inputTokens,
    ).toBe(6)
    const stated = record({ inputTokens: 5, outputTokens: 1, cacheReadInputTokens: 0 })
    expect(one(record({ inputTokens: 5, outputTokens: 1 }), stated).counts.cacheReadInputTokens).toBe(0)
  })
  it('then the earliest of its own time, to a part of a millisecond, in whatever order they come', () => {
    const early = record({ inputTokens: 5, outputTokens: 1 }, { time: 1000 })
    const [a, b] = [2000.75, 2000.5].map((time) =>
      record({ inputTokens: 5, outputTokens: 10 }, { model: `at ${time}`, time }),
    )
    expect(one(early, a!, b!).model).toBe('at 2000.5')
    expect(one(b!, early, a!).model).toBe('at 2000.5')
  })
  it('with the earliest time of any copy', () => {
    const late = record({ inputTokens: 5, outputTokens: 10 }, { time: 2000 })
    expect(one(late, record({ inputTokens: 5, outputTokens: 1 }, { time: 1000 })).time).toBe(1000)
  })
  it('then the earliest time of its own, also months behind an earlier copy, in whatever order they come', () => {
    const day = 86_400_000
    const first = record({ inputTokens: 1, outputTokens: 5 }, { time: 0 })
    const late = record({ inputTokens: 1, outputTokens: 10, cacheReadInputTokens: 1 }, { time: 100 * day })
    const earlier = record({ inputTokens: 1, outputTokens: 10, cacheReadInputTokens: 0 }, { time: 60 * day })
    for (const [a, b, c] of [
      [first, late, earlier],
      [first, earlier, late],
      [late, first, earlier],
      [earlier, late, first],
    ] as const) {
      // Joined in two steps, as trackers of several threads are.
      const tracker = new TokenUsageTracker()
      tracker.add(a, { file: 0, offset: 0, format: 'test' })
      tracker.add(b, { file: 1, offset: 0, format: 'test' })
      expect([...tracker.calls()]).toHaveLength(1)
      tracker.add(c, { file: 2, offset: 0, format: 'test' })
      expect([...tracker.calls()]).toMatchObject([{ time: 0, counts: { cacheReadInputTokens: 0 } }])
    }
  })
  it('with attributes that it lacks from the smallest copy that has them', () => {
    const winner = record({ inputTokens: 1, outputTokens: 9 }, { time: 5, attributes: { session: 's' } })
    const second = record(
      { inputTokens: 1, outputTokens: 1 },
      { time: 2, attributes: { session: 'x', project: 'second' } },
    )
    const first = record({ inputTokens: 1, outputTokens: 2 }, { time: 1, attributes: { project: 'first' } })
    expect(one(second, winner, first).attributes).toEqual({ session: 's', project: 'first' })
  })
  it('but a record without identity is never a copy', () => {
    const anonymous = record({ inputTokens: 1, outputTokens: 1 }, { identity: null })
    expect(
      callsOf([
        [0, anonymous],
        [0, anonymous],
      ]),
    ).toHaveLength(2)
  })
})

describe('states of one stream become one call', () => {
  const state = (stated: Partial<TokenCounts>) => record(stated, { update: true })
  it('later stated fields replace earlier ones, also by smaller numbers', () => {
    const call = one(
      state({ inputTokens: 100, cacheReadInputTokens: 7, outputTokens: 1 }),
      state({ inputTokens: 90, outputTokens: 20 }),
      state({ outputTokens: 15 }),
    )
    expect(call.counts).toEqual(counts({ inputTokens: 90, cacheReadInputTokens: 7, outputTokens: 15 }))
  })
  it('a model or time that comes late is taken, one that is missing later stays', () => {
    const call = one(
      record({ inputTokens: 3 }, { update: true, model: 'served', time: 5 }),
      record({ outputTokens: 4 }, { update: true, model: null }),
    )
    expect([call.model, call.time]).toEqual(['served', 5])
  })
  it('of two files compete as copies once each is whole', () => {
    const calls = callsOf([
      [0, state({ inputTokens: 100, outputTokens: 30 })],
      [1, state({ inputTokens: 100, outputTokens: 1 })],
      [1, state({ outputTokens: 31 })],
    ])
    expect(calls.map(({ counts, file }) => [counts.inputTokens, counts.outputTokens, file])).toEqual([[100, 31, 1]])
  })
  it('that end with nothing but zeros are no call', () => {
    expect(callsOf([[0, state({ inputTokens: 0, outputTokens: 0 })]])).toEqual([])
  })
})

describe('counts above 32 bits', () => {
  it('are kept exactly', () => {
    const large = 2 ** 53 - 1
    expect(one(record({ inputTokens: large, outputTokens: 2 ** 40 })).counts).toEqual(
      counts({ inputTokens: large, outputTokens: 2 ** 40 }),
    )
  })
})

const anyCount = fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(2 ** 33, 2 ** 53 - 1)), {
  nil: null,
})
const anyRecord: fc.Arbitrary<UsageRecord> = fc.record({
  model: fc.constantFrom('a', 'b', null),
  provider: fc.constant(null),
  identity: fc.constantFrom('1', '2', '3'),
  time: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  loggedCostUsd: fc.constantFrom(null, '0.1', '0.12345678901234567890'),
  attributes: fc.constantFrom({}, { session: 's' }, { session: 't', user: 'u' }, { user: 'v' }),
  counts: fc.record({
    inputTokens: anyCount,
    cacheReadInputTokens: anyCount,
    cacheCreationInputTokens: anyCount,
    cacheCreation1hInputTokens: fc.constant(null),
    outputTokens: anyCount,
    reasoningOutputTokens: anyCount,
  }),
})

describe('the join', () => {
  const shown = (calls: readonly Call[]) => calls.map(({ file: _, offset: __, ...call }) => JSON.stringify(call)).sort()
  it('does not depend on the order of records, nor on saying them twice', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (records, stream) => {
        const shuffled = [...records].sort(() => (stream.next().value! % 2) - 0.5)
        const inOrder = shown(callsOf(records.map((each) => [0, each])))
        expect(shown(callsOf(shuffled.map((each) => [0, each])))).toEqual(inOrder)
        expect(shown(callsOf([...records, ...shuffled].map((each, i) => [i % 3, each])))).toEqual(inOrder)
      }),
      { numRuns: 2000 },
    )
  })
  it('is the same whether trackers are merged or one tracker saw everything', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 8 }), fc.array(anyRecord, { maxLength: 8 }), (left, right) => {
        const [a, b] = [new TokenUsageTracker(), new TokenUsageTracker()]
        for (const each of left) a.add(each, { file: 0, offset: 0, format: 'test' })
        for (const each of right) b.add(each, { file: 0, offset: 0, format: 'test' })
        expect([...b.calls()].length).toBeLessThanOrEqual(right.length)
        a.merge(b)
        expect(shown([...a.calls()])).toEqual(shown(callsOf([...left, ...right].map((each) => [0, each]))))
      }),
      { numRuns: 1000 },
    )
  })
  it('counts every record that it folds, in whatever order they come, and when trackers are merged', () => {
    const folds = (tracker: TokenUsageTracker) =>
      [...tracker.traced()].map(({ identity, folded }) => `${identity} ${folded}`).sort()
    const trackerOf = (records: readonly UsageRecord[]) => {
      const tracker = new TokenUsageTracker()
      const taken = records.filter((each) => tracker.add(each, { file: 0, offset: 0, format: 'test' })).length
      return { tracker, taken }
    }
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 8 }), fc.array(anyRecord, { maxLength: 8 }), (left, right) => {
        const whole = trackerOf([...left, ...right])
        const [a, b] = [trackerOf(right).tracker, trackerOf(left).tracker]
        expect([...b.calls()].length).toBeLessThanOrEqual(left.length)
        a.merge(b)
        expect(folds(a)).toEqual(folds(whole.tracker))
        const counted = [...whole.tracker.traced()].reduce((sum, { folded }) => sum + 1 + folded, 0)
        expect(counted).toBe(whole.taken)
      }),
      { numRuns: 500 },
    )
  })
  it('keeps 300,000 distinct calls of 600,000 lines, through every compaction', () => {
    const tracker = new TokenUsageTracker()
    for (let i = 0; i < 600_000; i++) {
      tracker.add(record({ inputTokens: 10, outputTokens: i % 7 }, { identity: `call-${i % 300_000}` }), {
        file: 0,
        offset: i,
        format: 'test',
      })
    }
    expect(tracker.getSummary().call_count).toBe(300_000)
    const expected = Array.from({ length: 300_000 }, (_, i) => Math.max(i % 7, (i + 300_000) % 7)).reduce(
      (a, b) => a + b,
    )
    expect(tracker.getSummary().total_output_tokens).toBe(expected)
  })
})
