import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const GPT = { model: 'gpt-4o-2024-08-06', in: 100, out: 10 }

describe('otel', () => {
  it('counts the calls, not the agent around them nor the workflow beside them', () => {
    expect(rows('otel/agent-span-repeats-its-parts.json')).toEqual([GPT, { ...GPT, in: 200, out: 20 }])
    expect(reading('otel/agent-span-repeats-its-parts.json').records[0]).toMatchObject({
      provider: 'openai',
      time: Date.UTC(2026, 2, 1, 10),
      attributes: { session: 'conv-1', project: 'shop' },
    })
  })

  it('counts a span that was exported when it began and when it ended once', () => {
    expect(rows('otel/span-exported-twice.jsonl')).toEqual([GPT])
  })

  it('knows the older names, and the kinds of spans of their time', () => {
    expect(rows('otel/older-names.jsonl')).toEqual([{ ...GPT, in: 12, out: 5 }])
  })

  it('knows a value beside other keys, and one without its kind', () => {
    expect(rows('otel/values-beside-other-keys.jsonl')).toEqual([GPT, GPT, GPT])
  })

  it('leaves the cache inside the input unless the numbers say beside', () => {
    const claude = { model: 'claude-opus-4-6', read: 800, out: 10 }
    expect(rows('otel/cache-inside-and-beside.jsonl')).toEqual([
      { ...claude, in: 1000, write: 100 },
      { ...claude, in: 4 + 800 + 100, write: 100 },
      { ...claude, in: 1000 + 800 },
    ])
  })

  it('knows what older kits call an operation, and their agents', () => {
    expect(rows('otel/operations-of-older-kits.jsonl')).toEqual([
      { ...GPT, in: 10, out: 1 },
      { model: 'gemini-2.0-flash', in: 39, out: 6 },
    ])
  })

  it('leaves reasoning inside the output', () => {
    expect(rows('otel/reasoning.jsonl')).toEqual([{ model: 'o3', in: 10, out: 500, reasoning: 400 }])
  })

  it('rejects a bad count and keeps the other spans of its export', () => {
    const { records, rejects } = reading('otel/one-bad-count.json')
    expect(rejects).toEqual(['gen_ai.usage.input_tokens is negative'])
    expect(records).toHaveLength(1)
  })

  it.each([
    [
      'vercel-ai-sdk.json',
      [
        { model: 'gpt-4o-2024-08-06', in: 64, out: 29 },
        { model: 'text-embedding-3-small', in: 10, out: null },
      ],
    ],
    ['spans-under-their-names.json', [{ model: 'gpt-4o', in: 15, out: 112 }]],
    ['python-console-exporter.jsonl', [{ model: 'gpt-4o', in: 7, out: 3 }]],
    ['go-exporter.jsonl', [{ model: 'gpt-4o', in: 8, out: 2 }]],
    ['jaeger.json', [{ model: 'gpt-4o', in: 9, out: 1 }]],
    ['bare-attributes.jsonl', [{ model: 'gpt-4-0613', in: 97, out: 52 }]],
    ['openinference-inside-otlp.json', [{ model: 'gpt-4o', in: 97, out: 52 }]],
    ['metrics-repeat-spans.jsonl', [GPT]],
  ])('reads %s', (file, expected) => {
    expect(rows(`otel/${file}`)).toEqual(expected)
  })

  it('takes every exporter to the same identity and time', () => {
    const { records } = reading('otel/python-console-exporter.jsonl')
    expect(records[0]).toMatchObject({
      identity: '5b8efff798038103d269b633813fc60c/0100000000000001',
      time: Date.UTC(2026, 2, 1, 10),
      attributes: {},
    })
    expect(reading('otel/vercel-ai-sdk.json').records[0]?.time).toBe(Date.UTC(2026, 2, 1, 10, 0, 0, 500))
  })

  it('counts a call that ended without counts as one with unknown tokens, a failed one not at all', () => {
    expect(rows('otel/chat-without-counts.jsonl')).toEqual([{ model: 'gpt-4o', in: null, out: null }])
  })

  it('reads spans of Claude Code, whose events are the same calls', () => {
    const call = { model: 'claude-opus-4-6', in: 4 + 30_000 + 1200, read: 30_000, write: 1200, out: 250 }
    expect(rows('otel/claude-code-spans.jsonl')).toEqual([call])
    expect(rows('otel/claude-code-spans.jsonl', 'otel-logs/claude-code-otlp.jsonl')).toEqual([call])
  })
})

describe('openinference', () => {
  it('counts kinds LLM and EMBEDDING, not the chains and agents that repeat them', () => {
    expect(rows('openinference/chain-repeats-its-calls.jsonl')).toEqual([
      { model: 'gpt-4o', in: 97, read: 40, out: 52, reasoning: 12 },
      { model: 'text-embedding-3-small', in: 10, out: null },
    ])
  })

  it('reads attributes that are nested, with the kind beside them', () => {
    const { records } = reading('openinference/nested-attributes.jsonl')
    expect(records).toMatchObject([{ model: 'gpt-4o', counts: { inputTokens: 97, modalities: { inputAudio: 7 } } }])
  })

  it('reads bare attributes', () => {
    expect(rows('openinference/bare-attributes.jsonl')).toEqual([{ model: 'gpt-4o', in: 97, out: 52 }])
  })

  it('rejects a count that is none', () => {
    const { records, rejects } = reading('openinference/bad-count.jsonl')
    expect(rejects).toEqual(['llm.token_count.prompt is not a number'])
    expect(records).toHaveLength(1)
  })
})

describe('otel-logs', () => {
  const call = { model: 'claude-opus-4-6', in: 31_204, read: 30_000, write: 1200, out: 250, cost: '0.03085' }

  it('counts requests of Claude Code, with the cache beside the input', () => {
    expect(rows('otel-logs/claude-code-otlp.jsonl')).toEqual([call])
    expect(reading('otel-logs/claude-code-otlp.jsonl').records[0]?.attributes).toEqual({
      session: 's1',
      user: 'a@example.org',
      project: 'claude-code',
    })
  })

  it('finds the name of an event in the attribute, the body or the record, and takes no stranger for it', () => {
    expect(rows('otel-logs/event-name-in-three-places.jsonl')).toEqual([call, call, call])
  })

  it('counts an event that was exported twice once', () => {
    expect(rows('otel-logs/exported-twice.jsonl')).toEqual([call])
  })

  it('tells events without a request id apart by session and sequence', () => {
    expect(rows('otel-logs/without-request-id.jsonl')).toEqual([call, call])
  })

  it('reads the objects of the SDK exporters', () => {
    expect(rows('otel-logs/sdk-console-object.jsonl')).toEqual([call])
  })

  it('counts completed responses of Codex, with the cache inside the input', () => {
    expect(rows('otel-logs/codex-events.jsonl')).toEqual([
      { model: 'gpt-5', in: 1000, read: 800, out: 50, reasoning: 20 },
    ])
  })

  it('reads events of Gemini CLI out of an OTLP export, as its own file states them', () => {
    expect(rows('otel-logs/gemini-otlp.jsonl')).toEqual([
      { model: 'gemini-2.5-flash', in: 12_207, read: 2558, out: 105 + 153, reasoning: 153 },
    ])
  })

  it('folds an event into the span that it was written in', () => {
    expect(rows('otel-logs/event-repeats-its-span.jsonl')).toEqual([GPT])
  })

  it('rejects a bad count and keeps the other events of its export', () => {
    const { records, rejects } = reading('otel-logs/one-bad-count.jsonl')
    expect(rejects).toEqual(['output_tokens is negative'])
    expect(records).toHaveLength(1)
  })
})

describe('otel-copilot-chat', () => {
  const calls = [
    { model: 'claude-opus-4-6', in: 129_590, out: 114 },
    { model: 'claude-opus-4-6', in: 134_337, out: 127 },
  ]

  it('tells the calls of a turn apart by their time: they share one response id and one span', () => {
    expect(rows('otel-copilot-chat/one-response-id-for-a-turn.jsonl')).toEqual(calls)
    expect(reading('otel-copilot-chat/one-response-id-for-a-turn.jsonl').records[0]?.attributes).toMatchObject({
      session: 's1',
    })
  })

  it('counts the spans where the file has both', () => {
    const { records, folded } = reading('otel-copilot-chat/events-repeat-the-spans.jsonl')
    expect(rows('otel-copilot-chat/events-repeat-the-spans.jsonl')).toEqual([calls[0]])
    expect([records.length, folded]).toEqual([1, 1])
  })

  it('counts an event that was logged twice once', () => {
    expect(rows('otel-copilot-chat/event-logged-twice.jsonl')).toEqual([calls[0]])
  })
})

describe('atif', () => {
  it('counts steps, not a step that sums the next ones, nor the final metrics', () => {
    expect(rows('atif/step-sums-the-next-steps.json')).toEqual([
      { model: 'claude-opus-4-6', in: 100, read: 80, out: 10, cost: '0.03' },
      { model: 'claude-opus-4-6', in: 200, read: 150, out: 20, cost: '0.04' },
    ])
    expect(reading('atif/step-sums-the-next-steps.json').folded).toBe(1)
  })

  it('does not take premium requests of Copilot for dollars', () => {
    expect(rows('atif/copilot-premium-requests.json')).toEqual([{ model: 'claude-opus-4-6', in: 100, out: 10 }])
  })

  it('takes the totals of a session whose steps have no counts', () => {
    expect(rows('atif/totals-alone.json')).toEqual([
      { model: 'claude-opus-4-6', in: 600, read: 500, out: 60, calls: null, cost: '0.09' },
    ])
  })

  it('does not count steps that were copied from an earlier session', () => {
    expect(rows('atif/copied-context.json')).toEqual([{ model: 'claude-opus-4-6', in: 50, out: 5, cost: '0.03' }])
  })

  it('never folds steps of a session that is not named', () => {
    expect(rows('atif/unknown-session.json')).toHaveLength(2)
  })

  it('rejects a step with a bad count and keeps the others', () => {
    const { records, rejects } = reading('atif/bad-count.json')
    expect(rejects).toEqual(['prompt_tokens is negative'])
    expect(records).toHaveLength(1)
  })

  it('counts the trajectories of subagents', () => {
    expect(rows('atif/subagents.json').map((row) => row.in)).toEqual([50, 7])
  })
})
