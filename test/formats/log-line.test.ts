import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const GPT = { model: 'gpt-4o-2024-08-06', in: 12, out: 5 }

describe('log-line', () => {
  it.each([
    ['docker.jsonl', [GPT]],
    ['cloud-logging.jsonl', [GPT]],
    ['elasticsearch.jsonl', [GPT]],
  ])('reads %s', (file, expected) => {
    const { formats } = reading(`log-line/${file}`)
    expect(formats).toEqual(['log-line'])
    expect(rows(`log-line/${file}`)).toEqual(expected)
  })

  it('reads an invocation log as what it is: input and output are one call, under one request id', () => {
    expect(rows('log-line/cloudwatch.jsonl')).toEqual([
      { model: 'anthropic.claude-3-5-sonnet-20240620-v1:0', in: 3 + 1712 + 236, read: 1712, write: 236, out: 121 },
    ])
  })

  it('joins the events of a stream that stand as text in their lines', () => {
    expect(rows('log-line/events-as-text.jsonl')).toEqual([
      { model: 'claude-sonnet-4-5', in: 1310, read: 1000, write: 300, hour: 200, out: 20 },
    ])
  })

  it('takes the time of the record where the line has none', () => {
    expect(reading('log-line/events-as-text.jsonl').records[0]?.time).toBeNull()
    expect(reading('log-line/docker.jsonl').records[0]?.time).toBe(Date.UTC(2026, 2, 1, 10))
  })
})
