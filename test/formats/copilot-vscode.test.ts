import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('copilot-vscode', () => {
  it('takes the last state that a journal sets: output of the whole turn, prompt of its last call', () => {
    expect(rows('copilot-vscode/journal-of-changes.jsonl')).toEqual([
      { model: 'claude-opus-4-8', in: 91756, out: 12733, partial: true },
      { model: 'copilot/gpt-4o', in: 1000, out: 0 },
    ])
    expect(reading('copilot-vscode/journal-of-changes.jsonl').records[0]).toMatchObject({
      time: 1783918330000,
      attributes: { session: 'chat-1' },
    })
  })

  it('follows paths to single fields', () => {
    expect(rows('copilot-vscode/paths-to-single-fields.jsonl')).toEqual([{ model: 'gpt-4o', in: 120, out: 40 }])
  })

  it('reads a document, where older requests state nothing', () => {
    expect(rows('copilot-vscode/document.json')).toEqual([{ model: 'copilot/claude-haiku-4.5', in: 500, out: 60 }])
  })

  it('rejects a bad count alone, and the requests after it keep their numbers', () => {
    const { records, rejects } = reading('copilot-vscode/bad-count-keeps-its-place.jsonl')
    expect(rejects).toEqual(['promptTokens is negative'])
    expect(records).toMatchObject([{ model: 'copilot/gpt-4o', counts: { inputTokens: 10, outputTokens: 2 } }])
  })
})
