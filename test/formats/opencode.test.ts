import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const opus = { model: 'claude-opus-4-5' }

describe('opencode', () => {
  it('reads a stored message: cache outside input, reasoning outside output, cost', () => {
    expect(rows('opencode/message.json')).toEqual([
      { ...opus, in: 9 + 1000 + 300, read: 1000, write: 300, out: 120, reasoning: 20, cost: '0.0123' },
    ])
    expect(reading('opencode/message.json').records[0]).toMatchObject({
      provider: 'anthropic',
      time: 1765558170431,
      attributes: { session: 'ses_1', project: '/repo/app', agent: 'build' },
    })
  })

  const exported = [
    { ...opus, in: 1309, read: 1000, write: 300, out: 120, reasoning: 20, cost: '0.02' },
    { ...opus, in: 1305, read: 1300, out: 50, cost: '0.01' },
    { ...opus, in: 400, out: 80, cost: '0.03' },
  ]

  it('counts the messages of an export, summaries too, and neither session totals nor step-finish parts', () => {
    expect(rows('opencode/export-with-session-totals.json')).toEqual(exported)
  })

  it('counts what a forked session copied under new ids once', () => {
    expect(rows('opencode/export-with-session-totals.json', 'opencode/forked-session.json')).toEqual([
      ...exported,
      { ...opus, in: 1307, read: 1300, out: 70, cost: '0.01' },
    ])
  })

  it('folds a stored step-finish part: its message says the same', () => {
    expect(rows('opencode/step-finish-part.json')).toEqual([])
    expect(reading('opencode/step-finish-part.json').folded).toBe(1)
  })

  it('counts neither failed messages nor what users wrote', () => {
    expect(rows('opencode/no-calls.jsonl')).toEqual([])
  })

  it('counts the steps that run --format json prints', () => {
    expect(rows('opencode/run-format-json.jsonl')).toEqual([
      { model: null, in: 15, read: 10, out: 6, cost: '0.01' },
      { model: null, in: 17, read: 10, out: 8, cost: '0.02' },
    ])
  })

  it('takes the last state that the server announced of a message', () => {
    expect(rows('opencode/server-events.jsonl')).toEqual([{ ...opus, in: 9, out: 101, cost: '0.01' }])
  })

  const one = [{ ...opus, in: 9 + 5 + 160, read: 5, write: 160, out: 101 + 3, reasoning: 3, cost: '0.04' }]

  it('counts a message that the server lists beside its parts', () => {
    expect(rows('opencode/messages-of-a-session.json')).toEqual(one)
  })

  it('reads events of all projects, each wrapped with its directory', () => {
    expect(rows('opencode/events-of-all-projects.jsonl')).toEqual(one)
  })

  it('keeps a cost of zero: a subscription', () => {
    expect(rows('opencode/subscription-without-cost.json')).toEqual([{ ...opus, in: 9, out: 100, cost: '0' }])
  })
})
