import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const model = 'claude-sonnet-4-5'

describe('requests between anthropic answers', () => {
  it('say nothing', () => {
    expect(rows('anthropic/requests-between-answers.jsonl')).toEqual([
      { model, in: 210, read: 200, out: 30 },
      { model, in: 320, read: 300, out: 40 },
      { model, in: 430, read: 400, out: 50 },
    ])
  })
})

describe('anthropic streams', () => {
  it('lets deltas override field by field: the prompt rises, the cache stays', () => {
    expect(rows('anthropic/deltas-override-field-by-field.sse')).toEqual([
      { model, in: 320, read: 50, write: 10, out: 75 },
    ])
  })

  it('says that a stream that was cut after its start is partial', () => {
    expect(rows('anthropic/cut-after-start.sse')).toEqual([{ model, in: 100, out: 3, partial: true }])
  })

  it('keeps what was stated when the start comes again', () => {
    expect(rows('anthropic/start-logged-again.sse')).toEqual([{ model, in: 17, out: 227 }])
  })

  it('counts a delta whose start was lost', () => {
    expect(rows('anthropic/delta-without-start.sse')).toEqual([{ model: null, in: 35, read: 5, out: 6 }])
  })

  it('keeps the messages of one dump apart', () => {
    expect(rows('anthropic/two-messages-in-one-stream.sse')).toEqual([
      { model, in: 10, out: 20 },
      { model, in: 30, out: 40 },
    ])
  })

  it('does not count the metrics of Bedrock again', () => {
    expect(rows('anthropic/bedrock-metrics-repeat.sse')).toEqual([{ model, in: 10, out: 20 }])
  })

  it('counts an advisor as a call of its own model', () => {
    expect(rows('anthropic/advisor-in-the-last-delta.sse')).toEqual([
      { model: 'claude-sonnet-5', in: 2411, out: 145 },
      { model: 'claude-opus-4-8', in: 2543, out: 18 },
    ])
  })

  it('reads events that stand beside their name', () => {
    expect(rows('anthropic/named-events.jsonl')).toEqual([{ model, in: 10, out: 20 }])
  })
})

describe('anthropic messages', () => {
  it('reads lifetimes and fees, and takes edits of the context for no usage', () => {
    expect(rows('anthropic/whole-messages.jsonl')).toEqual([
      { model, in: 510, read: 200, write: 300, hour: 200, out: 30, mode: 'standard', fees: { web_search: '2' } },
      { model, in: 5, out: 6 },
      { model, in: 5, out: 1, partial: true },
      { model, in: 9, out: 9 },
    ])
  })
})

describe('anthropic-batch', () => {
  it('counts what succeeded, as batch, with the lifetimes of its cache', () => {
    expect(rows('anthropic-batch/any-order.jsonl')).toEqual([
      { model, in: 50, write: 40, hour: 40, out: 30, mode: 'batch' },
      { model, in: 7, out: 8, mode: 'batch' },
    ])
  })

  it('reads the lines of Vertex AI', () => {
    expect(rows('anthropic-batch/vertex.jsonl')).toEqual([{ model, in: 3, out: 4, mode: 'batch' }])
  })
})

describe('anthropic-admin', () => {
  const row = { model: 'claude-opus-4-6', calls: null, region: 'us' }

  it('adds classes that stand apart, of an unknown number of calls', () => {
    expect(rows('anthropic-admin/messages-page.json')).toEqual([
      { ...row, in: 1120, read: 300, write: 120, hour: 20, out: 50, mode: 'standard', fees: { web_search: '5' } },
      { ...row, in: 1120, read: 300, write: 120, hour: 20, out: 50, mode: 'batch' },
    ])
  })

  it('keeps one statement of a bucket that was restated', () => {
    const restated = { ...row, in: 1130, read: 300, write: 120, hour: 20, out: 55, mode: 'standard' }
    const [kept, ...others] = rows('anthropic-admin/messages-page.json', 'anthropic-admin/restated-bucket.json')
    expect(kept).toMatchObject(restated)
    expect(others).toHaveLength(1)
  })

  it('adds rows of one group within one bucket', () => {
    expect(rows('anthropic-admin/group-split-in-a-bucket.json')).toEqual([
      { model: 'claude-opus-4-6', calls: null, in: 10, out: 0 },
      { model: 'claude-opus-4-6', calls: null, in: 0, out: 5 },
    ])
  })

  it('leaves a cost export out and says so', () => {
    expect(rows('anthropic-admin/costs.json')).toEqual([])
    expect(reading('anthropic-admin/costs.json').warnings).toEqual(['cost_export'])
  })

  it('reads Claude Code analytics, costs in cents', () => {
    expect(rows('anthropic-admin/claude-code-analytics.json')).toEqual([
      { model: 'claude-opus-4-6', calls: null, in: 1300, read: 1000, write: 200, out: 50, cost: '10.25' },
    ])
    expect(reading('anthropic-admin/claude-code-analytics.json').records[0]!.attributes).toEqual({
      user: 'a@example.com',
    })
  })
})
