import { describe, expect, it } from 'vitest'
import { reading, readingOf, rows } from './fixture.ts'

/** 2,500 − 1,000 and 1,200 − 200 of the running total; 80 − 50. */
const SECOND = { in: 1500, read: 1000, out: 30 }

describe('codex-mcp', () => {
  it('gives the calls of each thread its model, and an unchanged total no call', () => {
    expect(rows('codex-mcp/two-threads-on-one-connection.jsonl')).toEqual(
      expect.arrayContaining([
        { model: 'gpt-5-codex', in: 1000, read: 200, out: 50, reasoning: 10 },
        { model: 'gpt-5-mini', in: 70, out: 7 },
        { model: 'gpt-5-codex', ...SECOND },
      ]),
    )
    expect(reading('codex-mcp/two-threads-on-one-connection.jsonl').folded).toBe(1)
  })

  it('takes who serves a thread from what began it', () => {
    const total = { inputTokens: 1000, outputTokens: 50 }
    const entries = [
      { id: 1, result: { thread: { id: 't-1' }, model: 'gpt-5.2-codex', modelProvider: 'azure', cwd: '/work' } },
      {
        method: 'thread/tokenUsage/updated',
        params: { threadId: 't-1', tokenUsage: { total, last: total } },
      },
    ]
    expect(readingOf(entries).records).toMatchObject([{ provider: 'azure', model: 'gpt-5.2-codex' }])
  })

  it('reads what the app server tells of a thread', () => {
    expect(rows('codex-mcp/app-server.jsonl')).toEqual([
      { model: 'gpt-5.2-codex', in: 1000, read: 200, out: 50, reasoning: 10 },
      { model: 'gpt-5.2-codex', ...SECOND },
    ])
  })
})
