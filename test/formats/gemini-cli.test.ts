import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const flash = { model: 'gemini-3-flash-preview' }
const first = { ...flash, in: 15327 + 7, read: 11526, out: 23 + 919, reasoning: 919 }

describe('gemini-cli', () => {
  it('adds tool prompts to the input and thoughts to the output; zeros and messages without tokens are no calls', () => {
    expect(rows('gemini-cli/session-document.json')).toEqual([first])
  })

  it('counts the messages of two checkpoints of one session once', () => {
    expect(rows('gemini-cli/session-document.json', 'gemini-cli/checkpoint-of-the-same-session.json')).toEqual([
      first,
      { ...flash, in: 16000, read: 15000, out: 40, reasoning: 10 },
    ])
  })

  it('takes the last state of a message that was written again', () => {
    expect(rows('gemini-cli/message-written-again.jsonl')).toEqual([
      { ...flash, in: 20, out: 38, reasoning: 4 },
      { ...flash, in: 50, read: 20, out: 5 },
    ])
  })

  it('reads messages that a $set writes, once, and keeps what a rewind took back: it was paid for', () => {
    expect(rows('gemini-cli/messages-set-again.jsonl')).toEqual([
      { ...flash, in: 20, out: 34, reasoning: 4 },
      { ...flash, in: 50, read: 20, out: 5 },
      { ...flash, in: 60, out: 6 },
    ])
  })

  it('loses only the message whose count is none', () => {
    expect(rows('gemini-cli/bad-count.json')).toEqual([{ ...flash, in: 10, out: 2 }])
    expect(reading('gemini-cli/bad-count.json').rejects).toEqual(['input is negative'])
  })
})

describe('gemini-cli-telemetry', () => {
  it('counts api_response alone, out of pretty-printed objects one after another', () => {
    const call = { model: 'gemini-2.5-flash', in: 12207 + 4, read: 2558 }
    expect(rows('gemini-cli-telemetry/outfile.log')).toEqual([
      { ...call, out: 105 + 153, reasoning: 153 },
      { ...call, out: 7 + 153, reasoning: 153 },
    ])
  })

  it('takes thoughts for a part of the output where the total says so', () => {
    expect(rows('gemini-cli-telemetry/qwen-thoughts-inside.jsonl')).toEqual([
      { model: 'qwen3-coder-plus', in: 600, out: 50, reasoning: 20 },
    ])
  })
})

describe('gemini-cli-responses', () => {
  it('takes the last usage of a stream, and no countTokens', () => {
    expect(rows('gemini-cli-responses/stream-chunks.responses')).toEqual([
      { model: null, in: 100, read: 80, out: 60, reasoning: 40 },
      { model: 'gemini-2.5-flash', in: 5, out: 9 },
    ])
  })
})

describe('gemini-cli-output', () => {
  it('reads the totals by model with their requests', () => {
    expect(rows('gemini-cli-output/json-output.json')).toEqual([
      { model: 'gemini-2.5-pro', in: 24030, read: 22000, out: 270, reasoning: 120, calls: 2 },
      { model: 'gemini-2.5-flash-lite', in: 800, out: 20 },
    ])
  })

  it('takes what the total holds beyond input and output for thoughts', () => {
    expect(rows('gemini-cli-output/stream-output.jsonl')).toEqual([
      { model: 'gemini-2.5-pro', in: 1000, read: 700, out: 250, reasoning: 200, calls: null },
    ])
    expect(rows('gemini-cli-output/stream-output-without-models.jsonl')).toEqual([
      { model: null, in: 130, out: 5, calls: null },
    ])
  })
})

describe('qwen-code', () => {
  it('counts the assistant lines and folds the telemetry that repeats them', () => {
    expect(rows('qwen-code/telemetry-repeats-calls.jsonl')).toEqual([
      { model: 'qwen3-coder-plus', in: 600, read: 400, out: 50, reasoning: 20 },
    ])
    expect(reading('qwen-code/telemetry-repeats-calls.jsonl').folded).toBe(1)
  })

  it('adds thoughts to the output where no total says that they are inside', () => {
    expect(rows('qwen-code/thoughts-beside-without-total.jsonl')).toEqual([
      { model: 'qwen3-coder-plus', in: 100, read: 5, out: 60, reasoning: 10 },
    ])
  })

  it('keeps a call whose usage is empty as a call with unknown tokens', () => {
    expect(rows('qwen-code/empty-usage.jsonl')).toEqual([{ model: 'qwen3-coder-plus', in: null, out: null }])
  })

  it('counts no telemetry of a failed call', () => {
    expect(rows('gemini-cli-telemetry/failed-call-with-counts.jsonl')).toEqual([
      { model: 'gemini-2.5-pro', in: 10, out: 3 },
    ])
  })
})
