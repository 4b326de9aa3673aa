import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('langsmith', () => {
  it('counts runs of models, not the chains that repeat them', () => {
    expect(rows('langsmith/chain-repeats-its-model-runs.jsonl')).toEqual([
      { model: 'gpt-4o', in: 350, out: 240, cost: '0.0033' },
    ])
    expect(reading('langsmith/chain-repeats-its-model-runs.jsonl').records[0]).toMatchObject({
      identity: 'r2',
      provider: 'openai',
      attributes: { session: 'th1', project: 'shop' },
    })
  })

  it('takes the details from the message of the run', () => {
    expect(rows('langsmith/details-in-the-outputs.jsonl')).toEqual([
      { model: 'gpt-4o', in: 350, read: 100, out: 240, reasoning: 200, cost: '0.0033' },
    ])
  })

  it('knows a run of a model without its type by what it returned', () => {
    expect(rows('langsmith/without-run-type.jsonl')).toEqual([{ model: 'qwen3', in: 30, out: 4 }])
  })

  it('counts an answer without counts as a call with unknown tokens, a failure not at all', () => {
    expect(rows('langsmith/without-counts.jsonl')).toEqual([{ model: 'gpt-4o', in: null, out: null }])
  })
})

describe('langchain', () => {
  const model = 'gpt-4o-2024-08-06'

  it('counts a message once, however many states repeat it', () => {
    expect(rows('langchain/states-repeat-their-messages.jsonl')).toEqual([
      { model, in: 10, out: 5 },
      { model, in: 40, out: 6 },
    ])
  })

  it('adds up the chunks of a message and not the aggregated one after them', () => {
    expect(rows('langchain/chunks-add-up.jsonl')).toEqual([{ model: null, in: 25, out: 10 }])
  })

  it('leaves the cache inside the input for every provider', () => {
    expect(rows('langchain/cache-inside-input-for-anthropic.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 31_204, read: 30_000, write: 1200, out: 250 },
    ])
  })

  it('reads serialized and wrapped messages', () => {
    expect(rows('langchain/serialized-and-wrapped.jsonl')).toEqual([
      { model, in: 10, out: 5 },
      { model, in: 20, out: 6 },
    ])
  })

  it('reads an LLM result whose messages say nothing', () => {
    expect(rows('langchain/llm-result.jsonl')).toEqual([{ model: 'gpt-4o', in: 3, out: 4 }])
  })

  it('counts the end of a model run, not its chunks again nor the chains around it', () => {
    expect(rows('langchain/events.jsonl')).toEqual([{ model, in: 10, out: 5 }])
  })

  it('rejects a message with a bad count and keeps the others', () => {
    const { records, rejects } = reading('langchain/bad-count.jsonl')
    expect(rejects).toEqual(['input_tokens is negative'])
    expect(records).toHaveLength(1)
  })
})

describe('langfuse', () => {
  it('adds up disjoint keys', () => {
    expect(rows('langfuse/disjoint-keys.json')).toEqual([
      { model: 'gpt-4o', in: 1000, read: 900, out: 80, reasoning: 30, cost: '0.002' },
      { model: 'gpt-4o', in: 324, read: 300, write: 20, out: 5 },
    ])
    expect(reading('langfuse/disjoint-keys.json').records[0]).toMatchObject({
      identity: '0af7651916cd43dd8448eb211c80319c/o1',
      attributes: { session: 's1', user: 'u1' },
    })
  })

  it('leaves parts inside where the total is input and output', () => {
    expect(rows('langfuse/parts-inside.json')).toEqual([
      { model: 'gpt-4o', in: 1000, read: 900, out: 50, reasoning: 30 },
      { model: 'gpt-4o', in: 12, out: 0 },
    ])
  })

  it('counts the generations inside a generation, not the one around them', () => {
    expect(rows('langfuse/generation-around-a-generation.json')).toEqual([
      { model: 'gpt-4o', in: 100, out: 10 },
      { model: 'gpt-4o', in: 200, out: 20 },
    ])
    expect(reading('langfuse/generation-around-a-generation.json').folded).toBe(1)
  })

  it('reads rows; agents and generations without counts are none', () => {
    expect(rows('langfuse/rows.jsonl')).toEqual([{ model: 'gpt-4o', in: 300, out: 30 }])
  })

  it('reads the usage of older versions, unless its unit is not tokens', () => {
    expect(rows('langfuse/older-usage.jsonl')).toEqual([
      { model: 'gpt-4o', in: 10, out: 5, cost: '0.0001' },
      { model: 'gpt-4o', in: 7, out: 2 },
    ])
  })

  it('rejects a bad count; an integral float is a count', () => {
    const { rejects } = reading('langfuse/bad-count.jsonl')
    expect(rejects).toEqual(['input is negative'])
    expect(rows('langfuse/bad-count.jsonl')).toEqual([{ model: 'gpt-4o', in: 1, out: 5 }])
  })
})

describe('ai-sdk', () => {
  const model = 'gpt-4o-2024-08-06'

  it('counts steps, not the total nor the last usage that repeat them', () => {
    expect(rows('ai-sdk/total-repeats-its-steps.json')).toEqual([
      { model, in: 100, read: 64, out: 30, reasoning: 20 },
      { model, in: 120, out: 40 },
    ])
  })

  it('takes a total without steps: of unknown calls, or of one where it equals the usage', () => {
    expect(rows('ai-sdk/total-alone.jsonl')).toEqual([
      { model: 'gpt-4o', in: 220, out: 70, calls: null },
      { model: 'gpt-4o', in: 120, out: 40 },
    ])
  })

  it('counts the steps of a stream, and its finish only where it had none', () => {
    expect(rows('ai-sdk/stream-parts.jsonl')).toEqual([
      { model, in: 100, out: 30 },
      { model, in: 120, out: 40 },
      { model: null, in: 5, out: 6, calls: null },
    ])
  })

  it('takes cache writes of Anthropic from the metadata where the usage leaves them out', () => {
    const call = { model: 'claude-opus-4-6', in: 31_204, read: 30_000, write: 1200, out: 250 }
    expect(rows('ai-sdk/cache-writes-in-the-metadata.jsonl')).toEqual([call, call])
  })

  // 1,000 + 600 read + 300 written: of version 5, of version 6, and of version 5 with the total of one step.
  it('takes the lifetime of cache writes from what Anthropic itself said, also where a total is of one call', () => {
    const call = { model: 'claude-opus-5', in: 1900, read: 600, write: 300, hour: 300, out: 50 }
    expect(rows('ai-sdk/cache-writes-for-an-hour.jsonl')).toEqual([call, call, call])
  })

  it('rejects a step with a bad count and keeps the others', () => {
    const { records, rejects } = reading('ai-sdk/bad-step.jsonl')
    expect(rejects).toEqual(['inputTokens is negative'])
    expect(records).toHaveLength(1)
  })
})

describe('openai-agents', () => {
  const model = 'gpt-4.1'

  it('counts responses, not the run that sums them', () => {
    expect(rows('openai-agents/run-repeats-its-responses.json')).toEqual([
      { model, in: 55, out: 15 },
      { model, in: 85, out: 29 },
    ])
  })

  it('counts the entries of a run, or its requests where it has no entries', () => {
    expect(rows('openai-agents/entries-of-requests.jsonl')).toEqual([
      { model, in: 55, out: 15 },
      { model, in: 85, out: 29 },
      { model, in: 300, out: 60, calls: 3 },
    ])
  })

  it('counts generation spans, once', () => {
    expect(rows('openai-agents/trace-spans.jsonl')).toEqual([{ model, in: 55, out: 15 }])
  })

  it('rejects a response with a bad count and keeps the others', () => {
    const { records, rejects } = reading('openai-agents/bad-response.json')
    expect(rejects).toEqual(['input_tokens is negative'])
    expect(records).toHaveLength(1)
  })
})

describe('totals of a run', () => {
  it('crewai: with its number of requests', () => {
    expect(rows('crewai/run-total.json')).toEqual([{ model: null, in: 1000, read: 400, out: 200, calls: 3 }])
    expect(rows('crewai/no-requests.json')).toEqual([])
  })

  it('autogen: per model, without answers from the cache', () => {
    expect(rows('autogen/cached-inference.json')).toEqual([
      { model: 'gpt-4o', in: 300, out: 35, calls: null, cost: '0.0011' },
    ])
    expect(rows('autogen/all-cached.json')).toEqual([])
  })
})
