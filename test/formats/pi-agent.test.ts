import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const opus = { model: 'claude-opus-4-5' }

describe('pi-agent', () => {
  const session = [
    { ...opus, in: 1300, read: 1000, write: 200, out: 50, cost: '0.0174' },
    { ...opus, in: 1205, read: 1200, out: 60, cost: '0.01' },
  ]

  it('reads a session with its costs', () => {
    expect(rows('pi-agent/session.jsonl')).toEqual(session)
    expect(reading('pi-agent/session.jsonl').records[0]!.attributes).toEqual({
      session: 'sess-a',
      project: '/repo/app',
    })
  })

  it('counts the history that a branched session repeats once', () => {
    expect(rows('pi-agent/session.jsonl', 'pi-agent/branched-session.jsonl')).toEqual([
      ...session,
      { ...opus, in: 8, out: 9, cost: '0.001' },
    ])
  })

  it('tells entries without ids by time and counts', () => {
    expect(rows('pi-agent/old-session-without-ids.jsonl', 'pi-agent/old-branch-without-ids.jsonl')).toEqual([
      { ...opus, in: 100, out: 50 },
      { ...opus, in: 100, out: 50 },
      { ...opus, in: 70, out: 7 },
    ])
  })

  it('takes the model of the latest change where a message names none', () => {
    expect(rows('pi-agent/model-change.jsonl')).toEqual([{ model: 'gpt-5.2', in: 10, out: 5 }])
  })

  it('takes the last state of an OpenClaw entry that was written again', () => {
    expect(rows('pi-agent/openclaw-entry-written-again.jsonl')).toEqual([
      { ...opus, in: 10, out: 10 },
      { ...opus, in: 700, read: 100, out: 200, cost: '0.05' },
    ])
  })

  it('keeps a call that states its total alone as unknown', () => {
    expect(rows('pi-agent/total-alone.jsonl')).toEqual([{ model: 'gpt-5', in: null, out: null }])
  })

  it('reads a single saved message', () => {
    expect(rows('pi-agent/single-message.json')).toEqual([{ ...opus, in: 100, out: 50, cost: '0.5' }])
  })

  it('reads reasoning as a part of the output', () => {
    expect(rows('pi-agent/reasoning-inside-output.jsonl')).toEqual([
      { model: 'glm-5.3-flash', in: 16, read: 5, out: 30, reasoning: 12 },
    ])
  })

  const printed = (out: number, cost: string) => ({ ...opus, in: 111, read: 5, write: 6, out, cost })

  it('counts each message that --mode json prints once, at its end', () => {
    expect(rows('pi-agent/events-of-json-mode.jsonl')).toEqual([printed(40, '0.002'), printed(50, '0.003')])
    expect(reading('pi-agent/events-of-json-mode.jsonl').folded).toBe(3)
  })

  it('takes the end of a turn or of the run where no message ended before, and what a broken run has', () => {
    expect(rows('pi-agent/events-of-the-ends-alone.jsonl')).toEqual([
      printed(40, '0.002'),
      printed(40, '0.002'),
      printed(7, '0.001'),
      { ...printed(3, '0.001'), partial: true },
    ])
  })
})
