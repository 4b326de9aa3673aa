import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const gpt = { model: 'gpt-5.4' }

describe('copilot-cli', () => {
  it('counts the shutdown, not the messages that it sums up; premium requests are no cost', () => {
    expect(rows('copilot-cli/shutdown-repeats-messages.jsonl')).toEqual([
      { model: 'claude-sonnet-4.6', in: 186809, read: 151738, out: 2848, reasoning: 1024, calls: 6 },
    ])
    expect(reading('copilot-cli/shutdown-repeats-messages.jsonl').folded).toBe(2)
  })

  it('adds legs whose metrics begin anew', () => {
    expect(rows('copilot-cli/legs-that-begin-anew.jsonl')).toEqual([
      { ...gpt, in: 2000, read: 1800, out: 1200 },
      { ...gpt, in: 5000, read: 4700, out: 3400 },
    ])
  })

  it('takes the last shutdown where metrics go on over legs', () => {
    expect(rows('copilot-cli/legs-that-go-on.jsonl')).toEqual([{ ...gpt, in: 7000, read: 6500, out: 4600, calls: 2 }])
  })

  it('covers just those legs whose output the metrics hold', () => {
    expect(rows('copilot-cli/upgraded-between-legs.jsonl')).toEqual([
      { ...gpt, in: 1000, out: 100 },
      { ...gpt, in: 5500, out: 500, calls: 2 },
    ])
  })

  it('knows only the output of a session that broke off, and says that more was used', () => {
    expect(rows('copilot-cli/broken-off.jsonl')).toEqual([
      { model: 'gpt-5', in: null, out: 12, partial: true },
      { model: 'gpt-5', in: null, out: 14, partial: true },
    ])
    expect(rows('copilot-cli/broken-off-after-resume.jsonl')).toEqual([
      { ...gpt, in: 2000, read: 1800, out: 1200 },
      { ...gpt, in: null, out: 34, partial: true },
    ])
  })

  it('keeps a model without counts as calls with unknown tokens', () => {
    expect(rows('copilot-cli/two-models-without-counts.jsonl')).toEqual([
      { model: 'gpt-5-mini', in: null, out: null, calls: 2 },
      { ...gpt, in: 40, out: 15 },
    ])
  })

  it('counts usage events where a log has them, and neither messages nor the shutdown', () => {
    expect(rows('copilot-cli/usage-events.jsonl')).toEqual([{ ...gpt, in: 900, read: 700, out: 15 }])
    expect(reading('copilot-cli/usage-events.jsonl').folded).toBe(2)
  })
})
