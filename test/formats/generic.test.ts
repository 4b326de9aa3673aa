import { describe, expect, it } from 'vitest'
import { reading, readingOf, rows } from './fixture.ts'

const TEN_O_CLOCK = Date.UTC(2026, 2, 1, 10)

describe('generic', () => {
  it('reads pino: model, time and names beside the usage', () => {
    const { records } = reading('generic/pino.jsonl')
    expect(records).toMatchObject([
      {
        model: 'gpt-4o',
        time: TEN_O_CLOCK,
        identity: null,
        counts: { inputTokens: 12, outputTokens: 5 },
        attributes: { session: 's1', user: 'u1' },
      },
    ])
  })

  it('reads winston: the payload three objects deep, the time at the top', () => {
    const { records } = reading('generic/winston.jsonl')
    expect(records).toMatchObject([
      {
        model: 'claude-opus-4-6',
        provider: 'anthropic',
        time: TEN_O_CLOCK,
        identity: 'msg_01AbCdEfGhIjKlMnOpQrStUv',
        counts: { inputTokens: 304, cacheReadInputTokens: 300, outputTokens: 25 },
      },
    ])
  })

  it('reads structlog: counts flat in the record, a cost beside them', () => {
    const { records } = reading('generic/structlog.jsonl')
    expect(records).toMatchObject([
      { model: 'gpt-4o-mini', identity: null, time: TEN_O_CLOCK + 123, loggedCostUsd: '0.00000315' },
    ])
  })

  it('reads bunyan with an answer of another family', () => {
    expect(rows('generic/bunyan.jsonl')).toEqual([{ model: 'gemini-2.5-flash', in: 10, out: 5 }])
  })

  it('counts a usage that its record repeats once, in the copy that says most', () => {
    expect(rows('generic/response-repeats-usage.jsonl')).toEqual([
      { model: 'gpt-4o-2024-08-06', in: 120, read: 64, out: 30 },
      { model: 'claude-opus-4-6', in: 304, read: 300, out: 25 },
    ])
  })

  // The AI SDK of version 5 leaves the writes out, in its input as well: 1,000 + 600 read, beside 1,000 + 600 + 300 written.
  it("counts a call once where the provider's own usage stands beside the AI SDK's, with its cache writes", () => {
    expect(rows('generic/provider-usage-beside-ai-sdk.jsonl')).toEqual([
      { model: 'claude-opus-5', in: 1900, read: 600, write: 300, out: 50 },
      { model: 'eu.anthropic.claude-opus-5-v1:0', in: 907, read: 600, write: 300, out: 50 },
      { model: 'claude-opus-5', in: 1900, read: 600, write: 300, hour: 300, out: 50 },
    ])
  })

  it('counts parts instead of the summary that they add up to', () => {
    expect(rows('generic/summary-of-its-parts.jsonl')).toEqual([
      { model: 'gpt-4o', in: 10, out: 4 },
      { model: 'gpt-4o-mini', in: 20, out: 5 },
    ])
  })

  it('does not count again the history that a call was asked with', () => {
    expect(rows('generic/history-in-the-record.jsonl')).toEqual([{ model: 'gpt-4o', in: 30, out: 9 }])
  })

  it('counts a call of another model inside the record', () => {
    expect(rows('generic/judge-of-another-model.jsonl')).toEqual([
      { model: 'gpt-4o', in: 30, out: 9 },
      { model: 'gpt-4o-mini', in: 12, out: 1 },
    ])
  })

  it('reads a record written as text into a message, one level deep, never a prompt', () => {
    expect(rows('generic/json-in-message.jsonl')).toEqual([{ model: 'gpt-4o', in: 12, out: 5 }])
  })

  it('reads lines as Docker, journald and the clouds wrap them', () => {
    const { records } = reading('generic/containers-of-lines.jsonl')
    expect(records.map(({ counts }) => counts.inputTokens)).toEqual([1, 3, 5, 7])
    expect(new Set(records.map(({ time }) => Math.floor(time! / 1000)))).toEqual(new Set([TEN_O_CLOCK / 1000]))
  })

  it('takes the names of a table by model, whose calls are unknown unless it says so', () => {
    expect(rows('generic/usage-by-model.jsonl')).toEqual([
      { model: 'gpt-4o', in: 10, out: 4, calls: null },
      { model: 'o3', in: 10, out: 4, calls: 3 },
    ])
  })

  it('drops running totals beside calls, and keeps the last where there is nothing else', () => {
    expect(rows('generic/running-totals.jsonl')).toEqual([
      { model: 'gpt-4o', in: 10, out: 4 },
      { model: 'gpt-4o', in: 20, out: 5 },
      { model: 'gpt-4o', in: 250, out: 90, calls: null },
    ])
  })

  it('does not take a schema for usage', () => {
    const { records, rejects } = reading('generic/schema-is-no-usage.jsonl')
    expect([records, rejects]).toEqual([[], []])
  })

  it('rejects a bad count and keeps the others of its record', () => {
    const { records, rejects } = reading('generic/one-bad-count.jsonl')
    expect(rejects).toEqual(['prompt_tokens is negative'])
    expect(records).toMatchObject([{ model: 'gpt-4o-mini', counts: { inputTokens: 100, outputTokens: 7 } }])
  })

  it('folds only ids that surely name one call', () => {
    expect(rows('generic/short-ids-repeat.jsonl')).toHaveLength(4)
    expect(rows('generic/same-answer-logged-twice.jsonl')).toEqual([{ model: 'gpt-4o', in: 10, out: 4 }])
  })

  it('finds usage under any key up to a hundred objects deep', () => {
    let entry: Record<string, unknown> = { model: 'gpt-4o', usage: { prompt_tokens: 1, completion_tokens: 2 } }
    for (let depth = 0; depth < 90; depth++) entry = { inner: entry }
    expect(readingOf([entry as never]).records).toMatchObject([{ model: 'gpt-4o' }])
  })

  it('finds the model in the state of the agent, beside the history of its calls', () => {
    expect(rows('generic/model-of-the-agent-state.json')).toEqual([
      { model: 'claude-sonnet-4-5', in: 503, write: 500, out: 80 },
      { model: 'claude-sonnet-4-5', in: 302, read: 200, write: 100, out: 60 },
    ])
  })

  it("reads the shortened names of coding agents' caches, outside the input unless the total says inside", () => {
    expect(rows('generic/short-cache-names.jsonl')).toEqual([
      { model: 'claude-opus-4-5', in: 3107, read: 3000, write: 7, out: 5 },
      { model: 'gpt-5', in: 100, read: 30, out: 5 },
      { model: 'glm-5', in: 150, read: 30, write: 20, out: 5 },
    ])
  })

  it('reads a stream that a record keeps as a list as one call', () => {
    expect(rows('generic/stream-in-the-record.jsonl')).toEqual([
      { model: 'claude-sonnet-4-5', in: 1310, read: 1000, write: 300, hour: 200, out: 20 },
      { model: 'qwen3', in: 9, out: 3 },
      { model: 'gemini-1.5-pro', in: 8, out: 20 },
    ])
  })

  it.each([
    ['cohere-in-a-response.jsonl', [{ model: 'command-r', in: 12, out: 7 }]],
    ['counts-in-objects.jsonl', [{ model: 'gpt-4o', in: 100, read: 64, out: 20, reasoning: 5 }]],
    ['braintrust.jsonl', [{ model: 'gpt-4o', in: 100, read: 64, out: 20, reasoning: 5 }]],
    ['prompt-size.jsonl', []],
    ['told-to-tools.jsonl', [{ model: 'gpt-4o', in: 7, out: 8 }]],
    ['not-used.jsonl', [{ model: 'gpt-4o', in: 10, out: 5 }]],
    [
      'model-as-key-with-provider.jsonl',
      [
        { model: 'openai:gpt-4o', in: 10, out: 2, calls: 3 },
        { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', in: 5, out: 1 },
      ],
    ],
    // The second message is of a call whose event is not in the file.
    [
      'autogen-events.jsonl',
      [
        { model: 'gpt-4o-2024-08-06', in: 100, out: 20 },
        { model: null, in: 100, out: 20 },
      ],
    ],
    [
      'sums-so-far.jsonl',
      [
        { model: 'gpt-4o', in: 10, out: 5 },
        { model: 'gpt-4o', in: 20, out: 5 },
      ],
    ],
    // Sums per model behind the calls of both; those of gpt-5 are of calls that the file does not have, and gpt-4o
    // is the dated model, not the mini.
    [
      'sums-per-model.jsonl',
      [
        { model: 'gpt-4o-2024-08-06', in: 10, out: 5 },
        { model: 'gpt-4o-mini', in: 20, out: 7 },
        { model: 'gpt-4o', in: 11, out: 5 },
        { model: 'gpt-5', in: 3, out: 2, calls: null },
        { model: 'gpt-5', in: 2, out: 1, calls: null },
      ],
    ],
    // The third line is the sum of those before it; the fourth is a call of its own, whose name only sounds like one.
    [
      'session-summary.jsonl',
      [
        { model: 'gpt-4o', in: 10, out: 5 },
        { model: 'gpt-4o', in: 30, out: 7 },
        { model: 'gpt-4o', in: 40, out: 11 },
      ],
    ],
    // Of the total of r2 only what its call does not account for: 50 - 10, 4 - 1; r3 has no call.
    [
      'totals-of-runs.jsonl',
      [
        { model: 'gpt-4o', in: 1000, out: 100 },
        { model: 'gpt-4o', in: 2000, out: 200 },
        { model: 'gpt-4o', in: 10, out: 1 },
        { model: 'gpt-4o', in: 40, out: 3, calls: null },
        { model: 'gpt-4o', in: 5000, out: 9, calls: null },
      ],
    ],
    // The ends of r1 and r2 are the sums of their calls, that of r3 is not; r4 says of each of its calls that it finished.
    [
      'ends-of-runs.jsonl',
      [
        { model: 'gpt-4o', in: 1000, out: 100 },
        { model: 'gpt-4o-mini', in: 2000, out: 200 },
        { model: 'gpt-4o', in: 40, out: 4 },
        { model: 'gpt-4o', in: 70, out: 7 },
        { model: 'gpt-4o', in: 80, out: 8 },
        { model: 'gpt-4o', in: 5, out: 1 },
        { model: 'gpt-4o', in: 5, out: 1 },
      ],
    ],
    [
      'ends-of-unnamed-runs.jsonl',
      [
        { model: 'gpt-4o', in: 10, out: 1 },
        { model: 'gpt-4o', in: 20, out: 2 },
        { model: 'gpt-4o', in: 40, out: 4 },
        { model: 'gpt-4o', in: 50, out: 5 },
      ],
    ],
    [
      'model-as-key-of-usage.jsonl',
      [
        { model: 'gpt-4o', in: 100, out: 20, calls: null },
        { model: 'claude-sonnet-4-5', in: 5, out: 2, calls: null },
      ],
    ],
  ])('reads %s', (file, expected) => {
    expect(rows(`generic/${file}`)).toEqual(expected)
  })
})
