import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('litellm', () => {
  it('leaves the cache inside the prompt, for Anthropic too, and takes its parts from the usage object', () => {
    expect(rows('litellm/cache-inside-prompt-for-anthropic.jsonl')).toEqual([
      { model: 'claude-opus-4-6', in: 31_204, read: 30_000, write: 1200, out: 250, cost: '0.031' },
    ])
    expect(reading('litellm/cache-inside-prompt-for-anthropic.jsonl').records[0]?.attributes).toEqual({
      session: 's1',
      project: 'red',
      user: 'u1',
    })
  })

  it('does not count free answers from the cache; one that was billed was a call', () => {
    expect(rows('litellm/answers-from-the-cache.jsonl')).toEqual([
      { model: 'gpt-4o', in: 10, out: 20, cost: '0.000225' },
    ])
  })

  it('counts no failure', () => {
    expect(rows('litellm/failure.jsonl')).toEqual([])
  })

  it('adds reasoning that the total tells to stand beside the completion', () => {
    const row = { model: 'xai/grok-4-0709', in: 1000, out: 100 + 64, reasoning: 64, cost: '0.005' }
    expect(rows('litellm/reasoning-beside-by-the-total.jsonl')).toEqual([row, row])
  })

  it('takes the speed and the place of inference from the usage of Anthropic', () => {
    const served = reading('litellm/fast-and-resident.jsonl').records.map(({ mode, region }) => ({ mode, region }))
    expect(served).toEqual([
      { mode: 'fast', region: 'us' },
      { mode: 'batch', region: 'global' },
    ])
  })

  it('counts a logging payload once, under the id of its answer', () => {
    const { records } = reading('litellm/logging-payload-repeats-its-response.json')
    expect(records).toMatchObject([
      { identity: 'chatcmpl-AbCdEfGhIjKlMnOpQrStUvWx', provider: 'azure', time: 1_772_359_200_500 },
    ])
  })

  it('counts a row of two exports once; an empty model name gives way to the group', () => {
    expect(rows('litellm/one-row-in-two-exports.jsonl')).toEqual([
      { model: 'house-model', in: 10, out: 20, cost: '0.1' },
    ])
  })
})
