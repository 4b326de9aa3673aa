import { describe, expect, it } from 'vitest'
import { historyLine } from '../../src/formats/aider-history.ts'
import { reading, rows } from './fixture.ts'

describe('swe-agent', () => {
  it('takes the cost of the instance, not of the batch', () => {
    expect(rows('swe-agent/cost-of-the-batch.traj')).toEqual([
      { model: null, in: 52_861, out: 326, calls: 5, cost: '0.5' },
    ])
    expect(reading('swe-agent/cost-of-the-batch.traj').records[0]?.attributes).toEqual({ task: 'cost-of-the-batch' })
  })

  it('finds model and task in the replay config, which is JSON as text', () => {
    expect(reading('swe-agent/model-in-the-replay-config.traj').records).toMatchObject([
      { model: 'gpt-4o', attributes: { task: 'task-7' }, loggedCostUsd: '0.02' },
    ])
  })

  it('counts calls without tokens as calls with unknown tokens, and none as none', () => {
    expect(reading('swe-agent/calls-without-tokens.traj').records).toMatchObject([
      { model: 'local', calls: 13, counts: { inputTokens: null, outputTokens: null } },
    ])
    expect(rows('swe-agent/no-calls.traj')).toEqual([])
  })
})

describe('mini-swe-agent', () => {
  const model = 'gpt-4o-mini-2024-07-18'

  it('counts the answers in its messages, not the stats that sum them', () => {
    expect(rows('mini-swe-agent/answers-in-the-messages.traj.json')).toEqual([
      { model, in: 900, out: 60, cost: '0.0002' },
      { model, in: 1000, out: 70, cost: '0.0003' },
    ])
  })

  it('keeps calls and cost of a trajectory without answers', () => {
    expect(rows('mini-swe-agent/cost-alone.traj.json')).toEqual([
      { model: 'openai/gpt-4o-mini', in: null, out: null, calls: 2, cost: '0.0005' },
    ])
    expect(rows('mini-swe-agent/no-calls.traj.json')).toEqual([])
  })

  it('rejects an answer with a bad count and keeps the others', () => {
    const { records, rejects } = reading('mini-swe-agent/bad-count.traj.json')
    expect(rejects).toEqual(['prompt_tokens is negative'])
    expect(records).toHaveLength(1)
  })
})

describe('openhands', () => {
  it('counts the calls of every use, not their accumulated sums', () => {
    expect(rows('openhands/state-with-condenser.json')).toEqual([
      { model: 'gpt-4o-mini', in: 3778, out: 36, cost: '0.01' },
      { model: 'gpt-4o-mini', in: 3869, read: 3712, out: 32, cost: '0.01' },
      { model: 'gpt-4o', in: 500, out: 50, cost: '0.01' },
    ])
  })

  it('counts a logged completion once, also beside the state that lists it', () => {
    expect(rows('openhands/completion-log.json')).toEqual([{ model: 'gpt-4o-mini', in: 3778, out: 36, cost: '0.01' }])
    expect(rows('openhands/completion-log.json', 'openhands/state-with-condenser.json')).toHaveLength(3)
  })

  it('counts an answer of several events once, also beside the metrics that list it', () => {
    const call = { model: 'gpt-4o', in: 100, out: 10 }
    expect(rows('openhands/events-share-an-answer.json')).toEqual([call])
    expect(rows('openhands/result-with-metrics.jsonl')).toEqual([{ ...call, cost: '0.01' }])
  })

  it('takes accumulated counts where there is nothing else', () => {
    expect(rows('openhands/only-accumulated.json')).toEqual([
      { model: 'gpt-4o-mini', in: 7647, read: 3712, out: 68, calls: null, cost: '0.02' },
    ])
  })

  it('keeps the costs of calls whose tokens nobody wrote down', () => {
    expect(rows('openhands/costs-without-tokens.jsonl')).toEqual([
      { model: 'gpt-4o', in: null, out: null, calls: 2, cost: '0.03' },
    ])
  })

  it('rejects a bad count and keeps the others', () => {
    const { records, rejects } = reading('openhands/bad-count.json')
    expect(rejects).toEqual(['prompt_tokens is negative'])
    expect(records).toHaveLength(1)
  })
})

describe('aider', () => {
  it('counts messages sent, equal ones too, with their own cost', () => {
    expect(rows('aider/session-cost-runs.jsonl')).toEqual([
      { model: 'gpt-5', in: 10_006, out: 81, cost: '0.01' },
      { model: 'gpt-5', in: 10_006, out: 81, cost: '0.01' },
      { model: 'openai/REDACTED', in: 5, out: 1, cost: '0.001' },
    ])
  })
})

describe('aider-history', () => {
  it('leaves the cache inside the tokens sent where it fits, as the cost of such messages shows', () => {
    const model = 'claude-3-5-sonnet-20240620'
    // (11,055 − 10,984) × $3 + 10,984 × $0.30 + 30 × $15 per million = $0.0040; beside, it would be $0.0369.
    expect(rows('aider-history/cache-inside-and-beside.md')).toEqual([
      { model, in: 194 + 9474, read: 9474, out: 7, cost: '0.00029' },
      { model, in: 11_055, read: 10_984, out: 30, cost: '0.004' },
      { model, in: 11_002, write: 10_984, out: 39, cost: '0.04' },
    ])
  })

  it('follows the model through the session, and forgets it with the next', () => {
    const { records, warnings } = reading('aider-history/models-switch.md')
    expect(rows('aider-history/models-switch.md')).toEqual([
      { model: 'gpt-4o-mini', in: 6100, out: 230, cost: '0.02' },
      { model: 'gpt-4o', in: 1573, out: 57, cost: '0.0056' },
      { model: null, in: 10, out: 1 },
    ])
    expect(records[0]?.time).toBe(Date.UTC(2024, 7, 5, 19, 33, 2))
    expect(warnings).toEqual(['rounded_counts'])
  })

  it.each(['> Tokens: lots', 'Tokens: 1 sent, 2 received.', `> Tokens: 1 sent, ${'1'.repeat(100_000)} received`, ''])(
    'is not fooled by %.40s',
    (line) => {
      expect(historyLine(line)).toBeNull()
    },
  )
})

describe('inspect-ai', () => {
  const model = 'openai/gpt-4o-mini'

  it('counts model events where they add up to the run', () => {
    expect(rows('inspect-ai/events-add-up-to-the-run.json')).toEqual([
      { model, in: 64, out: 2 },
      { model, in: 58, out: 2 },
    ])
    expect(reading('inspect-ai/events-add-up-to-the-run.json').records.map(({ identity }) => identity)).toEqual([
      'chatcmpl-AbCdEfGhIjKlMnOpQrS1',
      'e2',
    ])
  })

  it('takes the totals of the run where they do not', () => {
    expect(rows('inspect-ai/events-do-not-add-up.json')).toEqual([{ model, in: 500, out: 9, calls: null }])
  })

  it('takes the totals where there are no samples, with their cost', () => {
    expect(rows('inspect-ai/totals-alone.json')).toEqual([
      { model: 'openai/gpt-4', in: 8868, out: 1351, calls: null, cost: '0.35' },
    ])
  })

  it('leaves the cache inside the input only where the total is input and output', () => {
    expect(rows('inspect-ai/cache-beside-input.json')).toEqual([
      { model: 'anthropic/claude-opus-4-6', in: 31_204, read: 30_000, write: 1200, out: 250, calls: null },
      { model: 'openai/gpt-4o', in: 1000, read: 800, out: 10, calls: null },
    ])
  })

  it('does not count a generation from the cache', () => {
    expect(rows('inspect-ai/generation-from-the-cache.json')).toEqual([{ model, in: 64, out: 2 }])
  })

  it('reads documents with NaN, and the entries of an archive in any order', () => {
    expect(rows('inspect-ai/not-a-number.json')).toEqual([{ model, in: 64, out: 2 }])
    expect(rows('inspect-ai/entries-of-an-archive.jsonl')).toEqual([
      { model, in: 64, out: 2 },
      { model, in: 58, out: 2 },
    ])
  })
})

describe('promptfoo', () => {
  const model = 'openai:chat:gpt-4o-mini'
  const call = { model, in: 43, out: 1, cost: '0.00000705' }

  it('counts results with their requests, not the metrics and stats that sum them', () => {
    expect(rows('promptfoo/metrics-repeat-the-results.json')).toEqual([call, { ...call, in: 83, out: 2, calls: 2 }])
  })

  it('does not count an answer from the cache, nor an error without one', () => {
    expect(rows('promptfoo/answer-from-the-cache.json')).toEqual([call])
    expect(rows('promptfoo/error-without-response.json')).toEqual([])
  })

  it('counts what the grader used; nothing names its model', () => {
    expect(rows('promptfoo/grader.json')).toEqual([call, { model: null, in: 200, out: 20 }])
  })

  it('adds the cache to the prompt of Anthropic', () => {
    expect(rows('promptfoo/cache-beside-prompt-for-anthropic.json')).toMatchObject([
      { in: 324, read: 300, write: 20, out: 250 },
    ])
  })

  it('reads results as lines, and rejects one with a bad count', () => {
    expect(rows('promptfoo/lines-of-results.jsonl')).toEqual([call])
    expect(reading('promptfoo/lines-of-results.jsonl').rejects).toEqual(['prompt is negative'])
  })
})

describe('open-design', () => {
  it('takes the model from the events before, and the numbers at their word', () => {
    expect(rows('open-design/model-of-an-earlier-event.jsonl')).toEqual([
      { model: 'openai-codex:gpt-5.5', in: 1000, read: 50, out: 200, reasoning: 25 },
      { model: 'glm-5.2', in: 3100, read: 100, out: 460, reasoning: 60 },
    ])
  })
})
