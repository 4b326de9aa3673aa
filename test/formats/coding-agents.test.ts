import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('amp', () => {
  it('joins the ledger with the cache counts of the message that an event led to', () => {
    expect(rows('amp/ledger-and-messages.json')).toEqual([
      { model: 'claude-sonnet-4-20250514', in: 130, read: 10, write: 20, out: 50 },
      { model: 'gpt-5', in: 7, out: 3 },
    ])
  })

  it('reads the messages where there is no ledger', () => {
    expect(rows('amp/messages-without-ledger.json')).toEqual([
      { model: 'claude-haiku-4-5', in: 12368, read: 11372, write: 986, out: 178 },
    ])
  })

  it('takes model and time from the message where its usage has none', () => {
    expect(rows('amp/model-on-the-message.json')).toEqual([{ model: 'gpt-5', in: 13, read: 2, write: 1, out: 5 }])
    expect(reading('amp/model-on-the-message.json').records[0]!.time).toBe(Date.UTC(2026, 0, 1))
  })

  it('finds a message that has no id by its place', () => {
    expect(rows('amp/messages-numbered-by-place.json')).toEqual([
      { model: 'claude-sonnet-4-5', in: 10 + 2 + 7, read: 2, write: 7, out: 5 },
    ])
  })

  it('keeps a call that states its total alone as unknown', () => {
    expect(rows('amp/total-alone.json')).toEqual([{ model: 'gpt-5', in: null, out: null }])
  })
})

describe('droid', () => {
  const model = 'custom:Claude-Sonnet-4-[Anthropic]-0'

  it('takes the total of a session, without its subagents', () => {
    expect(rows('droid/3f2a.settings.json')).toEqual([
      { model, in: 130, read: 10, write: 20, out: 50, reasoning: 5, calls: null },
    ])
  })

  it('takes the greatest of two copies of a session', () => {
    const latest = [{ model, in: 240, read: 40, write: 20, out: 70, reasoning: 5, calls: null }]
    expect(rows('droid/3f2a.settings.json', 'droid/later-copy/3f2a.settings.json')).toEqual(latest)
    expect(rows('droid/later-copy/3f2a.settings.json', 'droid/3f2a.settings.json')).toEqual(latest)
  })

  it('takes the completion of an exec run for a total', () => {
    expect(rows('droid/exec-completion.jsonl')).toEqual([{ model: null, in: 17, read: 7, out: 5, calls: null }])
  })
})

describe('kimi', () => {
  const model = 'moonshot-ai/kimi-k2.7-code'

  it('counts usage.record of every scope and folds the steps that say the same', () => {
    expect(rows('kimi/wire-1.4.jsonl')).toEqual([
      { model, in: 9431 + 14848, read: 14848, out: 42 },
      { model, in: 155 + 24320, read: 24320, out: 55 },
      { model, in: 1411 + 40960, read: 40960, out: 937 },
    ])
    expect(reading('kimi/wire-1.4.jsonl').folded).toBe(2)
  })

  it('counts the steps where the file has nothing else', () => {
    const call = { model: 'kimi-k2', in: 105, read: 5, out: 10 }
    expect(rows('kimi/steps-alone.jsonl')).toEqual([call, call])
  })

  it('takes the last status update of a message', () => {
    expect(rows('kimi/status-updates.jsonl')).toEqual([
      { model: null, in: 130, read: 10, write: 20, out: 50 },
      { model: null, in: 37, read: 10, write: 20, out: 3 },
    ])
  })
})

describe("kimi's older and other lines", () => {
  it('counts the status updates of subagents, and those that kimi --wire prints', () => {
    expect(rows('kimi/status-updates-of-subagents.jsonl')).toEqual([
      { model: null, in: 130, read: 10, write: 20, out: 50 },
      { model: null, in: 7, out: 3 },
      { model: null, in: 10, read: 1, out: 4 },
    ])
  })

  it('takes the model of the request where a record names none', () => {
    expect(rows('kimi/model-of-the-request.jsonl')).toEqual([{ model: 'kimi-code/k3', in: 12, read: 3, out: 2 }])
  })

  it('takes the model of a bound profile', () => {
    expect(rows('kimi/model-of-a-profile.jsonl')).toEqual([
      { model: 'moonshot-ai/kimi-k2.7-code', in: 105, read: 5, out: 10 },
    ])
  })
})

describe('goose', () => {
  it('takes the accumulated total, not the last call', () => {
    expect(rows('goose/session-header.jsonl')).toEqual([{ model: null, in: 5100, out: 500, calls: null }])
  })

  it('knows the last call only where nothing was accumulated, and says that more was used', () => {
    expect(rows('goose/old-header-without-totals.jsonl')).toEqual([
      { model: null, in: 1100, out: 100, calls: null, partial: true },
    ])
    expect(rows('goose/never-used.jsonl')).toEqual([])
  })

  it('reads an exported session with its model', () => {
    expect(rows('goose/export.json')).toEqual([{ model: 'claude-sonnet-4', in: 5100, out: 500, calls: null }])
  })
})

describe('grok-build', () => {
  it('counts a prompt once, by model, with its calls and its cost in ticks; the context size is no usage', () => {
    expect(rows('grok-build/turns.jsonl')).toEqual([
      { model: 'grok-4.5-build', in: 400000, read: 376576, out: 9000, reasoning: 6000, calls: 8, cost: '0.28' },
      { model: 'grok-code-fast-1', in: 32353, out: 958, reasoning: 134, calls: 2, cost: '0.0042748' },
      { model: null, in: 100, out: 10, partial: true },
    ])
  })

  it('reads updates without their method, and those that stand alone', () => {
    expect(rows('grok-build/updates-without-method.jsonl')).toEqual([
      { model: 'grok-4', in: 800, read: 600, write: 100, out: 80, reasoning: 20, calls: 2, cost: '0.02' },
      { model: 'grok-4-mini', in: 200, read: 100, out: 20, reasoning: 10, cost: '0.005' },
      { model: 'grok-4.5-build', in: 12, out: 8, calls: null },
    ])
    expect(reading('grok-build/updates-without-method.jsonl').records[0]!.time).toBe(1776162403000)
  })
})

describe('agents of which little is known', () => {
  it('codebuddy: cache inside the prompt, credits no cost', () => {
    expect(rows('codebuddy/raw-usage.jsonl')).toEqual([
      { model: 'claude-opus-4.7-1m', in: 1500, read: 1400, write: 60, out: 42 },
    ])
  })

  it('codebuddy: items of one message are one call, whatever words its provider has for the cache', () => {
    expect(rows('codebuddy/names-of-several-providers.jsonl')).toEqual([
      { model: 'deepseek-v4-flash', in: 32221, read: 32000, out: 198, reasoning: 104 },
      { model: 'hy4-preview', in: 1959, read: 1712, out: 383, reasoning: 34 },
      { model: 'gpt-5.5', in: 30144, read: 28672, out: 550, reasoning: 128 },
    ])
  })

  it('dsh: the message counts, the chunk before it repeats it', () => {
    expect(rows('dsh/chunk-then-message.jsonl')).toEqual([
      { model: 'demo-model', in: 260, read: 200, write: 50, out: 100 },
    ])
    expect(reading('dsh/chunk-then-message.jsonl').folded).toBe(1)
  })

  it('dsh: a failed attempt that stated its usage is a call; since version 4 the stream lies in the message', () => {
    expect(rows('dsh/failed-attempts.jsonl')).toEqual([
      { model: 'deepseek-v4-flash', in: 15, read: 3, write: 2, out: 4, reasoning: 2 },
      { model: 'deepseek-v4-flash', in: 135, read: 30, write: 5, out: 20, reasoning: 8 },
      { model: 'deepseek-v4-flash', in: 7, out: 3 },
    ])
  })

  it('dsh: chunks that no message follows are a call', () => {
    expect(rows('dsh/chunks-without-a-message.jsonl')).toEqual([
      { model: 'demo-model', in: 10, out: 4 },
      { model: 'demo-model', in: 10, out: 9 },
      { model: 'demo-model', in: 30, out: 2 },
    ])
  })

  it('lingtai: cache and thinking inside', () => {
    expect(rows('lingtai/token_ledger.jsonl')).toEqual([
      { model: 'gpt-5.5', in: 100, read: 10, out: 20, reasoning: 5 },
      { model: null, in: 50, read: 50, out: 10 },
    ])
  })
})

describe('mux', () => {
  it('counts the turn, not its last call beside it, with the cache writes of the provider', () => {
    expect(rows('mux/turn-and-its-last-call.jsonl')).toEqual([
      {
        model: 'anthropic:claude-opus-4-8',
        in: 1000 + 200 + 50,
        read: 200,
        write: 50,
        out: 230,
        reasoning: 30,
        calls: null,
      },
      { model: 'openai:gpt-5.2', in: 500, read: 400, out: 100 },
    ])
  })
})

describe('open-design', () => {
  it('follows the model of the events and lets the total tell where cache and thoughts lie', () => {
    expect(rows('open-design/totals-tell-where-cache-lies.jsonl')).toEqual([
      { model: 'gpt-5.5', in: 1000, read: 50, out: 200, reasoning: 25 },
      { model: 'glm-5.2', in: 3100, read: 100, out: 460, reasoning: 60 },
    ])
  })
})
