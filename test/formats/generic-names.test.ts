import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('generic, by the names that people give to counts', () => {
  it('takes a lone total for input where the model says so, and for nothing elsewhere', () => {
    expect(rows('generic/total-alone.jsonl')).toEqual([{ model: 'voyage-3', in: 43, out: 0 }])
  })

  it('reads the names that people give to counts', () => {
    expect(rows('generic/home-made-names.jsonl')).toEqual(Array(9).fill({ model: 'gpt-4o', in: 100, out: 20 }))
  })

  it('finds by the total where cache and reasoning of such counts lie', () => {
    expect(rows('generic/home-made-cache-and-reasoning.jsonl')).toEqual([
      { model: 'gpt-4o', in: 100, read: 60, out: 20, reasoning: 5 },
      { model: 'gpt-4o', in: 40 + 60, read: 60, out: 15 + 5, reasoning: 5 },
      { model: 'gpt-4o', in: 4 + 96, read: 96, out: 20 },
      { model: 'claude-sonnet-4-5', in: 100 + 60 + 30, read: 60, write: 30, out: 20 },
      { model: 'claude-sonnet-4-5', in: 10 + 60 + 30, read: 60, write: 30, out: 15 + 5, reasoning: 5 },
      { model: 'gpt-4o', in: 110, read: 64, out: 5 },
      { model: 'claude-sonnet-4-5', in: 10 + 64 + 20, read: 64, write: 20, out: 5 },
    ])
  })

  it('takes no limit, budget, rate, share or mean for usage', () => {
    expect(rows('generic/numbers-that-are-no-usage.jsonl')).toEqual([])
  })

  it('does not count a summary again behind the calls that it sums', () => {
    const { records, folded } = reading('generic/summary-behind-its-calls.jsonl')
    expect(folded).toBe(2)
    expect(records.map(({ model, counts, calls }) => [model, counts.inputTokens, counts.outputTokens, calls])).toEqual([
      ['gpt-4o-2024-08-06', 100, 10, 1],
      ['gpt-4o-2024-08-06', 200, 20, 1],
      ['claude-sonnet-4-5', 50, 5, 2],
    ])
  })

  it('takes the number of requests beside a usage for the calls that it sums', () => {
    expect(rows('generic/requests-beside-usage.jsonl')).toEqual([
      { model: 'gpt-5.4', in: 300_000, out: 100, calls: 8 },
      { model: 'gpt-5.4', in: 300_000, out: 100, calls: 3 },
    ])
  })

  it('reads what gateways, observers and local servers write around and into a usage', () => {
    expect(rows('generic/other-names-around.jsonl')).toEqual([
      { model: 'gpt-4o', in: 11, read: 4, out: 5 },
      { model: 'claude-sonnet-4-5', in: 110, read: 100, write: 4, out: 5 },
      { model: 'gpt-4o', in: 11, out: 5 },
      { model: 'gpt-4o', in: 12, out: 6 },
      { model: 'gpt-4o', in: 110, read: 64, out: 5, cost: '0.0002' },
      { model: 'gpt-4o', in: 13, out: 7 },
      { model: 'qwen3-8b', in: 12, out: 30 },
      { model: 'HuggingFaceH4/zephyr', in: 5, out: 7 },
      { model: 'gpt-4o', in: 110, out: 20 },
      { model: 'claude-sonnet-4', in: 60 + 5, write: 5, out: 10 },
      { model: 'claude-sonnet-4', in: 40 + 50, read: 50, out: 10 },
      { model: 'gpt-4o', in: 1, out: 2 },
    ])
  })

  it('makes no call of a model name without counts', () => {
    expect(rows('generic/model-without-counts.jsonl')).toEqual([])
  })
})
