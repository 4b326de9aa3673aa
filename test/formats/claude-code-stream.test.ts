import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('claude-code-stream', () => {
  it('counts the calls, not the result that repeats them', () => {
    expect(rows('claude-code-stream/result-repeats-calls.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 31204, read: 30000, write: 1200, hour: 1200, out: 250 },
      { model: 'claude-opus-4-6', in: 31206, read: 31200, out: 80 },
    ])
    expect(reading('claude-code-stream/result-repeats-calls.jsonl').folded).toBe(1)
  })

  it('adds what only the result knows: final output under the name of the calls, and models without lines', () => {
    expect(rows('claude-code-stream/result-knows-final-output.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 31204, read: 30000, write: 1200, hour: 1200, out: 1 },
      { model: 'claude-opus-4-6', in: 31206, read: 31200, out: 2 },
      { model: 'claude-opus-4-6', in: 0, out: 330 - 3, calls: 0, cost: '0.5' },
      { model: 'claude-haiku-4-5-20251001', in: 800, out: 40, calls: null, cost: '0.001' },
    ])
  })

  it('knows the models of calls by the names that Bedrock has for them', () => {
    expect(rows('claude-code-stream/bedrock-names-the-model-otherwise.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 410, read: 400, out: 2 },
      { model: 'claude-haiku-4-5-20251001', in: 7, out: 4 },
      { model: 'claude-opus-4-6', in: 0, out: 50 - 2, calls: 0 },
    ])
  })

  it('takes the last of several results: they grow', () => {
    expect(rows('claude-code-stream/several-results.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 10, out: 5 },
      { model: 'claude-opus-4-6', in: 20, out: 5 },
      { model: 'claude-opus-4-6', in: 0, out: 120 - 10, calls: 0, cost: '0.3' },
    ])
  })

  it('adds the results of two processes: totals that fell began again', () => {
    expect(rows('claude-code-stream/restarted-process.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 130, out: 70, calls: null, cost: '0.15' },
    ])
  })

  it('trusts modelUsage where usage is zero after an exhausted budget', () => {
    expect(rows('claude-code-stream/budget-exhausted.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 100, out: 50, calls: null, cost: '0.1' },
    ])
  })

  it('keeps the calls of a stream that was cut before its result', () => {
    expect(rows('claude-code-stream/cut-stream.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 31204, read: 30000, write: 1200, out: 1 },
      { model: 'claude-haiku-4-5', in: 9, out: 3 },
    ])
    expect(reading('claude-code-stream/cut-stream.jsonl').warnings).toEqual(['cut_stream'])
  })

  it('takes the final output of partial messages, each conversation by itself', () => {
    expect(rows('claude-code-stream/partial-messages.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 31204, read: 30000, write: 1200, out: 250 },
      { model: 'claude-haiku-4-5', in: 9, out: 33 },
    ])
  })

  it('takes a result alone as a total of unknown calls, with cache lifetimes and web searches', () => {
    expect(rows('claude-code-stream/only-a-result.json')).toEqual([
      {
        model: 'claude-opus-4-6',
        in: 10 + 61200 + 1200,
        read: 61200,
        write: 1200,
        hour: 1200,
        out: 330,
        calls: null,
        cost: '0.5',
        fees: { web_search: '2' },
      },
    ])
  })

  it('takes the model of the init line for a result without modelUsage', () => {
    expect(rows('claude-code-stream/old-result-without-models.jsonl')).toEqual([
      { model: 'claude-sonnet-4', in: 110, read: 100, out: 20, calls: null, cost: '0.02' },
    ])
  })

  it('takes neighbours with the same prompt for one message where there are no ids', () => {
    expect(rows('claude-code-stream/no-message-ids.json')).toEqual([
      { model: null, in: 7905, read: 2298, write: 5605, out: 5 },
      { model: null, in: 8545, read: 3519, write: 5024, out: 4 },
      { model: null, in: 7965, read: 7903, write: 60, out: 5 },
    ])
  })

  it('reads a Cowork audit with its times', () => {
    const { records } = reading('claude-code-stream/cowork-audit.jsonl')
    expect(records.map(({ time }) => time)).toEqual([Date.UTC(2026, 2, 2, 9, 0, 5)])
    expect(rows('claude-code-stream/cowork-audit.jsonl')).toEqual([
      { model: 'claude-sonnet-4-6', in: 10012, read: 8000, write: 2000, hour: 2000, out: 150 },
    ])
  })

  it('believes a total that says that the cache lies inside the prompt', () => {
    expect(rows('claude-code-stream/qwen-totals.jsonl')).toEqual([
      { model: 'qwen3-coder-plus', in: 1000, read: 400, out: 50 },
    ])
  })

  it("adds up the results of Cursor's runs, cache outside input", () => {
    expect(rows('claude-code-stream/cursor-runs.jsonl')).toEqual([
      {
        model: 'composer-2.5',
        in: 1000 + 8000 + 20 + 1200 + 9500 + 30,
        read: 17500,
        write: 50,
        out: 110,
        calls: null,
      },
    ])
  })
})
