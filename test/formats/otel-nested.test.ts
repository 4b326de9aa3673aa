import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('spans of one call inside one another', () => {
  it('count once by the answer’s id, or as the only call below with the same model and tokens', () => {
    expect(rows('otel/call-inside-the-same-call.jsonl')).toEqual([
      { model: 'gpt-4o-2024-08-06', in: 12, read: 8, out: 5 },
      { model: 'gpt-4o-2024-08-06', in: 20, out: 7 },
    ])
    const { records, folded } = reading('otel/call-inside-the-same-call.jsonl')
    expect(records[0]!.attributes).toMatchObject({ session: 'chat-7' })
    expect(folded).toBe(2)
  })

  it('count once though each names the other as its parent', () => {
    expect(rows('otel/spans-that-are-each-others-parents.json')).toEqual([{ model: 'gpt-4o', in: 7, out: 3 }])
  })

  it('count each without such evidence: other tokens, other answers, two calls below', () => {
    expect(rows('otel/calls-inside-other-calls.jsonl').map((row) => row.in)).toEqual([300, 40, 50, 50, 60, 60, 60])
  })

  // 3,000 = 1,000 + 2,000; 31 is more than 10 + 20, and the third outer span has an answer of its own.
  it('does not count a span beside the calls that add up to it', () => {
    expect(rows('otel/chat-sums-its-chats.jsonl').map((row) => row.in)).toEqual([1000, 2000, 31, 10, 20, 90, 40, 50])
  })
})
