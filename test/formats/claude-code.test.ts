import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('claude-code', () => {
  it('counts a message once, with its greatest output, however many lines it takes', () => {
    expect(rows('claude-code/streamed-snapshots.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 4 + 30000 + 1200, read: 30000, write: 1200, out: 250 },
      { model: 'claude-opus-4-6', in: 6 + 31200, read: 31200, out: 80 },
    ])
  })

  it('counts what a resumed session repeats once, in both orders of the files', () => {
    const files = ['claude-code/resumed-session-first.jsonl', 'claude-code/resumed-session-second.jsonl'] as const
    const calls = [
      { model: 'claude-opus-4-6', in: 110, read: 100, out: 20 },
      { model: 'claude-opus-4-6', in: 115, read: 110, out: 7 },
    ]
    expect(rows(...files)).toEqual(calls)
    expect(rows(...files.toReversed())).toEqual(calls)
  })

  it('takes message.id alone for the identity: request ids differ between copies', () => {
    expect(rows('claude-code/sidechain-with-another-request-id.jsonl')).toHaveLength(1)
  })

  it('folds progress lines and leaves out toolUseResult: the subagent has a file of its own', () => {
    expect(rows('claude-code/subagent-progress.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 110, read: 100, out: 20 },
    ])
    expect(reading('claude-code/subagent-progress.jsonl').folded).toBe(1)
    expect(rows('claude-code/subagent-progress.jsonl', 'claude-code/subagent-own-file.jsonl')).toContainEqual({
      model: 'claude-haiku-4-5',
      in: 50,
      out: 9,
    })
  })

  it('counts no synthetic message, no API error, no compaction mark, no summary, no zeros', () => {
    expect(rows('claude-code/synthetic-and-errors.jsonl')).toEqual([])
  })

  it('reads cache writes by lifetime, with or without their sum', () => {
    expect(rows('claude-code/cache-lifetimes.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 34, read: 3, write: 30, hour: 20, out: 2 },
      { model: 'claude-opus-4-6', in: 34, read: 3, write: 30, out: 2 },
      { model: 'claude-opus-4-6', in: 14, read: 3, write: 10, hour: 6, out: 2 },
    ])
  })

  it('bills an advisor to its own model, once for all copies of the message', () => {
    expect(rows('claude-code/advisor.jsonl')).toEqual([
      { model: 'claude-sonnet-5', in: 2411, out: 145, reasoning: 47 },
      { model: 'claude-opus-4-8', in: 2543, out: 18 },
    ])
  })

  it('adds a compaction, which the top level leaves out, to its call', () => {
    expect(rows('claude-code/compaction.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 682 + 60385 + 5 + 40, read: 5, write: 40, out: 1320 + 592 },
    ])
  })

  it('changes nothing for iterations without counts', () => {
    expect(rows('claude-code/empty-iterations.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 110, read: 100, out: 20 },
    ])
  })

  it('bills a fallback to the model that served, and the declined attempt to the one that declined', () => {
    expect(rows('claude-code/declined-then-fallback.jsonl')).toEqual([
      { model: 'claude-opus-4-8', in: 500, out: 60 },
      { model: 'claude-sonnet-5', in: 480, out: 3 },
    ])
  })

  it('passes on what changes the price: fast mode, tier, region, web searches', () => {
    const call = { model: 'claude-opus-4-6', in: 10, out: 20 }
    expect(rows('claude-code/fast-region-search.jsonl')).toEqual([
      { ...call, mode: 'fast' },
      { ...call, mode: 'fast' },
      { ...call, mode: 'priority', region: 'us' },
      { ...call, fees: { web_search: '3' } },
    ])
  })

  it('falls back to the request id, then to the line: without both ids each line is a call', () => {
    expect(rows('claude-code/no-message-id.jsonl')).toEqual([
      { model: 'glm-5.2', in: 10, out: 24 },
      { model: 'glm-5.2', in: 7, out: 8 },
      { model: 'glm-5.2', in: 7, out: 8 },
    ])
  })

  it('marks an output that no stop reason ever confirmed', () => {
    expect(rows('claude-code/placeholder-output.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 110, read: 100, out: 1, partial: true },
    ])
  })

  it('reads the web export, where one bad count loses one line only', () => {
    expect(rows('claude-code/web-export.json')).toEqual([
      { model: 'claude-opus-4-6', in: 110, read: 100, out: 20 },
      { model: 'claude-opus-4-6', in: 8, read: 3, write: 4, out: 2 },
    ])
    expect(reading('claude-code/web-export.json').rejects).toEqual(['input_tokens is negative'])
  })

  it('reads a session that is one JSON array', () => {
    expect(rows('claude-code/session-array.json')).toEqual([{ model: 'claude-opus-4-6', in: 110, read: 100, out: 20 }])
  })

  it('takes counts as text and the model name __proto__, and rejects counts that are none', () => {
    expect(rows('claude-code/odd-values.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 120, read: 20, out: 50 },
      { model: '__proto__', in: 1, out: 2 },
    ])
    expect(reading('claude-code/odd-values.jsonl').rejects).toEqual([
      'input_tokens is negative',
      'output_tokens is not an integer',
    ])
    expect(reading('claude-code/odd-values.jsonl').records.map(({ attributes }) => attributes?.session)).toEqual([
      's1',
      's2',
    ])
  })

  it('reads old lines without a type, and the cost they carry', () => {
    expect(rows('claude-code/old-lines-with-cost.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 135, read: 10, write: 25, out: 50, cost: '0.12' },
    ])
  })
})
