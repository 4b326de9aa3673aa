import { describe, expect, it } from 'vitest'
import { reading, readingOf, rows } from './fixture.ts'

describe('original-report', () => {
  it('counts each model with its calls and keeps the cost', () => {
    expect(rows('original-report/task-1_token_usage.json')).toEqual([
      { model: 'gpt-4o', in: 100_000, out: 25_000, calls: 4, cost: '0.5' },
      { model: '__proto__x', in: 100, out: 10, cost: '0.01' },
    ])
    expect(reading('original-report/task-1_token_usage.json').records.map((record) => record.keepLoggedCost)).toEqual([
      true,
      true,
    ])
  })

  it('names the task after the file', () => {
    const { records } = reading('original-report/task-1_token_usage.json')
    expect(records[0]?.attributes).toEqual({ task: 'task-1' })
  })

  it('reads a model named __proto__', () => {
    expect(rows('original-report/model-named-proto_token_usage.json')).toEqual([
      { model: '__proto__', in: 100, out: 10, cost: '0.01' },
    ])
  })

  it('takes the totals where there is no breakdown', () => {
    expect(rows('original-report/totals-alone_token_usage.json')).toEqual([
      { model: null, in: 1000, out: 200, calls: 4, cost: '0.5' },
    ])
  })

  it('counts a dump given twice once, and equal dumps of two tasks twice', () => {
    const once = 'original-report/totals-alone_token_usage.json'
    expect(rows(once, once)).toHaveLength(1)
    expect(rows('original-report/two-equal-tasks.jsonl')).toHaveLength(2)
    const dump = { total_cost_usd: 1, models_breakdown: { m: { input_tokens: 1, output_tokens: 1, call_count: 1 } } }
    const identity = (name: string) => readingOf([dump], name).records[0]?.identity
    expect(identity('a/t1.json')).toBe(identity('b/t1.json'))
    expect(identity('a/t1.json')).not.toBe(identity('a/t2.json'))
  })
})

describe('tracker-summary', () => {
  it('counts each model with its calls; it has no cost', () => {
    expect(rows('tracker-summary/two-models.json')).toEqual([
      { model: 'gpt-4', in: 1000, out: 200, calls: 3 },
      { model: 'gpt-3.5-turbo', in: 500, out: 100, calls: 2 },
    ])
  })
})

describe('token-usage-report', () => {
  it('adds the cache to the input, unless the total says that it lies inside', () => {
    expect(rows('token-usage-report/cache-beside-input.token_usage.json')).toEqual([
      { model: 'claude-opus-4-6', in: 700 + 300 + 40, read: 300, write: 40, out: 50, calls: null, cost: '0.0026' },
      { model: 'gpt-4o', in: 100, read: 80, out: 10, calls: null, cost: '0.001' },
    ])
  })

  it('knows the older name of cached tokens', () => {
    expect(rows('token-usage-report/older-cache-name.token_usage.json')).toEqual([
      { model: 'deepseek-chat', in: 100, read: 90, out: 5, calls: null, cost: '0.0001' },
    ])
  })

  it('does not take yuan for dollars, and says so', () => {
    const { records, warnings } = reading('token-usage-report/cost-in-yuan.token_usage.json')
    expect(records[0]?.loggedCostUsd).toBeUndefined()
    expect(records[0]?.keepLoggedCost).toBeUndefined()
    expect(warnings).toEqual(['logged_cost_currency'])
  })
})

describe('ccusage-report', () => {
  const models = [
    { model: 'claude-opus-4-6', in: 150, read: 30, write: 20, out: 50, calls: null, cost: '0.01' },
    { model: 'claude-haiku-4-5', in: 10, out: 5, calls: null, cost: '0.002' },
  ]

  it('counts the breakdown by model, not the totals', () => {
    expect(rows('ccusage-report/daily.json')).toEqual(models)
  })

  it('counts one of several sections that state the same usage', () => {
    expect(rows('ccusage-report/sections-repeat-each-other.json')).toEqual(models)
  })

  it('counts the rows of all agents, not those of each agent beside them', () => {
    expect(rows('ccusage-report/sessions-of-all-agents.json')).toEqual(models)
  })

  it('reads blocks, which are not broken down, and skips gaps', () => {
    expect(rows('ccusage-report/blocks.json')).toEqual([
      { model: 'claude-opus-4-6', in: 150, read: 30, write: 20, out: 50, calls: null, cost: '0.01' },
    ])
  })

  it('leaves the cache of Codex rows inside the input', () => {
    expect(rows('ccusage-report/codex-daily.json')).toEqual([
      { model: 'gpt-5', in: 1000, read: 800, out: 50, reasoning: 20, calls: null },
    ])
  })

  it('reads rows that are not broken down, as of their model where it is one', () => {
    expect(rows('ccusage-report/rows-without-models.json')).toEqual([
      { model: 'claude-opus-4-5-20251101', in: 150, read: 30, write: 20, out: 50, calls: null, cost: '0.5' },
    ])
  })

  it('reads the older shape: rows under data, broken down by model name', () => {
    expect(rows('ccusage-report/rows-under-data.json')).toEqual([
      { model: 'claude-opus-4-20250514', in: 150, read: 30, write: 20, out: 50, calls: null, cost: '0.5' },
      { model: 'claude-sonnet-4-20250514', in: 200, out: 20, calls: null, cost: '0.2' },
    ])
  })

  it('reads the calls of one session', () => {
    const call = { model: 'claude-opus-4-5', in: 150, read: 30, write: 20, out: 50 }
    expect(rows('ccusage-report/calls-of-a-session.json')).toEqual([
      { ...call, cost: '0.3' },
      { ...call, cost: '0.2' },
    ])
  })

  it('does not keep a cost of zero that stands for a missing price', () => {
    expect(rows('ccusage-report/missing-price.json')).toEqual([{ model: 'new-model', in: 100, out: 50, calls: null }])
  })
})

describe('tokscale-report', () => {
  it('adds cache to the input and reasoning to the output', () => {
    expect(rows('tokscale-report/models.json')).toEqual([
      { model: 'gpt-5', in: 1000, read: 800, out: 50, reasoning: 20, calls: 3, cost: '0.004' },
    ])
  })

  it('reads months and what graph writes by day', () => {
    const model = 'claude-sonnet-4-5'
    const counts = { model, in: 10 + 30 + 40, read: 30, write: 40, calls: 7, cost: '0.01' }
    expect(rows('tokscale-report/monthly.json')).toEqual([{ ...counts, out: 20 }])
    expect(rows('tokscale-report/graph.json')).toEqual([{ ...counts, out: 25, reasoning: 5 }])
    expect(reading('tokscale-report/graph.json').records[0]).toMatchObject({
      provider: 'anthropic',
      time: Date.UTC(2026, 0, 1),
      attributes: { agent: 'claude' },
    })
  })
})
