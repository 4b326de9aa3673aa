import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('tokencost', () => {
  it('reads usage as the provider counts it', () => {
    expect(rows('tokencost/usage-of-three-providers.jsonl')).toEqual([
      { model: 'gpt-4o', in: 100, read: 60, out: 20 },
      { model: 'claude-opus-4-6', in: 4 + 30_000 + 1200, read: 30_000, write: 1200, out: 250 },
      { model: 'gemini-2.5-flash', in: 10, out: 5 + 7, reasoning: 7 },
    ])
    expect(reading('tokencost/usage-of-three-providers.jsonl').records.map(({ provider }) => provider)).toEqual([
      'openai',
      'anthropic',
      'google',
    ])
  })

  it('lets mode and region win over what lies in usage', () => {
    expect(rows('tokencost/mode-and-region-win.jsonl')).toEqual([
      { model: 'gpt-4o', in: 1, out: 1, mode: 'batch', region: 'us' },
    ])
  })

  it('counts fees alone as a call', () => {
    expect(rows('tokencost/fees-alone.jsonl')).toEqual([
      { model: 'gpt-4o', in: null, out: null, fees: { session_hour: '1.5' } },
    ])
  })

  it('rejects units of a fee that cannot be counted, rather than charge less', () => {
    expect(reading('tokencost/fees-that-are-no-number.jsonl').rejects).toEqual([
      'units of a fee are not a number of zero or more',
      'units of a fee are not a number of zero or more',
    ])
    expect(rows('tokencost/fees-that-are-no-number.jsonl')).toEqual([{ model: 'gpt-4o', in: 10, out: 1 }])
  })

  it('knows a line without a provider by a word of ours, and leaves others to generic', () => {
    expect(rows('tokencost/no-provider.jsonl')).toEqual([
      { model: 'gpt-5.4', in: 10, out: 1, mode: 'batch' },
      { model: 'gpt-5.4', in: 10, out: 1, region: 'eu' },
      { model: 'gpt-5.4', in: 10, out: 1, fees: { web_search: '2' } },
    ])
  })

  it('counts one id once, the copy with more output', () => {
    expect(rows('tokencost/same-id-twice.jsonl')).toEqual([{ model: 'gpt-4o', in: 100, out: 20 }])
  })

  it('rejects usage of an unknown shape and reads on', () => {
    const { records, rejects } = reading('tokencost/unknown-usage-shape.jsonl')
    expect(rejects).toEqual(['usage has a shape that we do not know'])
    expect(records).toMatchObject([{ model: null, counts: { inputTokens: 7, outputTokens: 2 } }])
  })

  it('copies attributes and those labels that are text', () => {
    expect(reading('tokencost/attributes-and-labels.jsonl').records[0]?.attributes).toEqual({
      task: 't1',
      session: 's1',
      user: 'u1',
      project: 'p1',
      agent: 'a1',
      labels: { team: 'red' },
    })
  })
})
