import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const gpt = { model: 'gpt-5.2-codex' }

describe('codex', () => {
  it('takes an unchanged total for a re-emit and the difference of totals for a call', () => {
    expect(rows('codex/unchanged-total.jsonl')).toEqual([
      { ...gpt, in: 1000, read: 700, out: 200, reasoning: 50 },
      { ...gpt, in: 1500, read: 1200, out: 100, reasoning: 10 },
    ])
    expect(reading('codex/unchanged-total.jsonl').folded).toBe(1)
  })

  it('tells who serves a thread, where that is another one than OpenAI and known', () => {
    const providers = reading('codex/served-by-others.jsonl').records.map(({ provider }) => provider)
    expect(providers).toEqual(['azure', 'azure', 'lmstudio', 'lmstudio', null, null, null, null, null, null])
  })

  it('takes what a total grew by for a sum of several calls where the last one used less', () => {
    expect(reading('codex/gap-before-a-total.jsonl').records).toMatchObject([
      { counts: { inputTokens: 100_000, outputTokens: 100 } },
      { counts: { inputTokens: 400_000 - 100_000, outputTokens: 500 - 100 }, calls: null },
      { counts: { inputTokens: 700_000 - 400_000, outputTokens: 600 - 500 } },
    ])
    expect(rows('codex/gap-before-a-total.jsonl').map(({ calls }) => calls)).toEqual([undefined, null, undefined])
  })

  it('counts two calls of equal size when the total grew', () => {
    expect(rows('codex/twin-deltas.jsonl')).toEqual([
      { ...gpt, in: 100, out: 10 },
      { ...gpt, in: 100, out: 10 },
    ])
  })

  it('starts anew where the total falls, or equals the last call', () => {
    expect(rows('codex/counter-begins-again.jsonl')).toEqual([
      { ...gpt, in: 1000, out: 200 },
      { ...gpt, in: 300, out: 40 },
      { ...gpt, in: 500, out: 50 },
      { ...gpt, in: 900, out: 95 },
    ])
  })

  it('reads totals alone', () => {
    expect(rows('codex/only-totals.jsonl')).toEqual([
      { ...gpt, in: 1000, read: 100, out: 200, reasoning: 20 },
      { ...gpt, in: 600, read: 200, out: 250, reasoning: 20 },
    ])
  })

  it('reads last calls alone, which nothing can tell from re-emits', () => {
    expect(rows('codex/only-last.jsonl')).toEqual([
      { ...gpt, in: 100, out: 10 },
      { ...gpt, in: 100, out: 10 },
    ])
  })

  it('takes the last call, not the total, where a file begins in the middle', () => {
    expect(rows('codex/tail-of-a-session.jsonl')).toEqual([
      { ...gpt, in: 900, out: 60 },
      { ...gpt, in: 1000, out: 50 },
    ])
  })

  it('takes a total of total_tokens alone only to see re-emits; a filled context is no call', () => {
    expect(rows('codex/total-tokens-alone.jsonl')).toEqual([
      { ...gpt, in: 1000, out: 200 },
      { ...gpt, in: 600, out: 100 },
    ])
    expect(reading('codex/total-tokens-alone.jsonl').folded).toBe(1)
  })

  it('follows switches of model and price tier, and a model that the event names', () => {
    expect(rows('codex/model-and-tier-switch.jsonl')).toEqual([
      { ...gpt, in: 100, out: 10 },
      { model: 'gpt-5.6-sol', in: 200, out: 20, mode: 'priority' },
      { model: 'codex-auto-review', in: 300, out: 30 },
    ])
  })

  it('counts token_usage_record, compactions among them, and not the token_count beside it', () => {
    expect(rows('codex/records-beside-counts.jsonl')).toEqual([
      { ...gpt, in: 1000, write: 90, out: 200 },
      { ...gpt, in: 500, out: 60 },
      { ...gpt, in: 9000, out: 400 },
      { ...gpt, in: 200, out: 20 },
    ])
    expect(reading('codex/records-beside-counts.jsonl').folded).toBe(3)
  })

  it('counts token_count up to the first record of a file that a newer Codex went on with', () => {
    expect(rows('codex/records-begin-later.jsonl')).toEqual([
      { ...gpt, in: 100, out: 10 },
      { ...gpt, in: 200, out: 20 },
      { ...gpt, in: 300, out: 30 },
    ])
  })

  it('counts a call of an aborted turn', () => {
    expect(rows('codex/aborted-turn.jsonl')).toEqual([
      { ...gpt, in: 100, out: 10 },
      { ...gpt, in: 150, out: 2 },
    ])
  })

  it('starts a new counter for a second thread in the same file', () => {
    expect(rows('codex/two-threads-in-one-file.jsonl')).toEqual([
      { ...gpt, in: 1000, out: 200 },
      { ...gpt, in: 1500, out: 210 },
    ])
  })

  it('counts a file and its archived copy once', () => {
    expect(rows('codex/twin-deltas.jsonl', 'codex/twin-deltas.jsonl')).toHaveLength(2)
  })

  it('finds nothing in the old files without counts, and reads the old event stream', () => {
    expect(rows('codex/old-files.jsonl')).toEqual([])
    expect(rows('codex/old-event-stream.jsonl')).toEqual([{ model: 'gpt-5', in: 100, read: 40, out: 10 }])
  })

  it('loses only the event whose count is none', () => {
    expect(rows('codex/bad-count.jsonl')).toEqual([{ ...gpt, in: 200, out: 20 }])
    expect(reading('codex/bad-count.jsonl').rejects).toEqual(['input_tokens is negative'])
  })
})

describe('codex forks', () => {
  const parent = [
    { ...gpt, in: 1000, out: 200 },
    { ...gpt, in: 800, out: 90 },
  ]
  const own = { ...gpt, in: 700, out: 50 }

  it.each([
    ['restamped to the time of the fork', 'codex/fork-restamped.jsonl'],
    ['under the original times', 'codex/fork-with-original-times.jsonl'],
  ])('skips the parent history %s', (_, fork) => {
    expect(rows(fork)).toEqual([own])
    expect(rows('codex/fork-parent.jsonl', fork)).toEqual([...parent, own])
    expect(rows(fork, 'codex/fork-parent.jsonl')).toEqual([own, ...parent])
  })

  it('tells the replay by its burst where turns have no ids', () => {
    expect(rows('codex/fork-without-turn-ids.jsonl')).toEqual([
      { model: 'gpt-child', in: 300, out: 40 },
      { model: 'gpt-child', in: 200, out: 20 },
    ])
  })

  it('tells the replay by the own session_meta that follows it', () => {
    expect(rows('codex/fork-own-meta-again.jsonl')).toEqual([{ model: 'gpt-child', in: 300, out: 40 }])
  })

  it('takes the whole first call of a fork whose total began again above its parent', () => {
    expect(rows('codex/fork-totals-restart-above.jsonl')).toEqual([
      { model: 'gpt-child', in: 1500, out: 70 },
      { model: 'gpt-child', in: 200, out: 10 },
    ])
  })

  it('tells the replay by the ordinal that a subagent states', () => {
    expect(rows('codex/subagent-with-ordinals.jsonl')).toEqual([{ model: 'gpt-child', in: 300, out: 40 }])
  })

  it('tells the replay of a subagent by its first task', () => {
    expect(rows('codex/subagent-replay-before-task.jsonl')).toEqual([{ model: 'gpt-child', in: 300, out: 40 }])
  })

  it('counts all calls of subagents that replay nothing, equal ones in two children too', () => {
    const calls = [
      { ...gpt, in: 300, out: 40 },
      { ...gpt, in: 200, out: 20 },
    ]
    expect(rows('codex/ordinary-subagent-1.jsonl', 'codex/ordinary-subagent-2.jsonl')).toEqual([...calls, ...calls])
    expect(reading('codex/ordinary-subagent-1.jsonl').records[0]!.attributes).toEqual({
      session: 'parent',
      project: '/repo/app',
      agent: 'worker',
      branch: 'main',
    })
  })
})
