import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('mlflow', () => {
  it('counts the innermost spans with usage, not the chain around a model nor the sum of an agent', () => {
    expect(rows('mlflow/sums-around-calls.json')).toEqual([
      { model: 'gpt-4o-2024-08-06', in: 100, out: 20 },
      { model: 'gpt-4o-mini', in: 50, out: 5 },
    ])
    expect(reading('mlflow/sums-around-calls.json').records[0]).toMatchObject({
      time: Date.UTC(2026, 2, 1, 10),
      attributes: { session: 's1', user: 'u1' },
    })
  })

  it('takes the total of a trace that comes without spans', () => {
    expect(rows('mlflow/trace-without-spans.jsonl')).toEqual([{ model: null, in: 7, out: 3, calls: null }])
  })

  it('reads spans alone, each once', () => {
    expect(rows('mlflow/spans-alone.jsonl')).toEqual([{ model: 'gpt-4o', in: 11, out: 5 }])
  })
  it('counts a cache that is greater than the input beside it, also where the total leaves it out', () => {
    expect(rows('mlflow/cache-beside-the-total.jsonl')).toEqual([
      { model: 'claude-sonnet-4-5', in: 119, read: 100, write: 7, out: 5 },
    ])
  })
})
