import { describe, expect, it } from 'vitest'
import { rows } from './fixture.ts'

describe('cline', () => {
  it('counts requests with counts; not the unfinished, failed, retried ones nor subtask results', () => {
    expect(rows('cline/task/ui_messages.json')).toEqual([
      {
        model: 'anthropic/claude-sonnet-4.5',
        in: 349 + 12352 + 10,
        read: 12352,
        write: 10,
        out: 60,
        cost: '0.0123',
      },
    ])
  })

  it('counts a request once in two copies of its task', () => {
    expect(rows('cline/task/ui_messages.json', 'cline/task/ui_messages.json')).toHaveLength(1)
  })

  it('adds the sum of rewound requests without calls', () => {
    expect(rows('cline/rewound-requests/ui_messages.json')).toEqual([
      { model: 'x-ai/grok-code-fast-1', in: 100, out: 10, cost: '0.01' },
      { model: 'x-ai/grok-code-fast-1', in: 560, read: 60, out: 40, calls: null, cost: '0.2' },
    ])
  })

  it('finds the model in the tags of the conversation beside it, by time', () => {
    expect(rows('cline/roo-model-tags/ui_messages.json').map(({ model }) => model)).toEqual([
      'claude-sonnet-4',
      'claude-opus-4',
    ])
  })

  it('finds the model in the task metadata beside it', () => {
    expect(rows('cline/cline-model-usage/ui_messages.json').map(({ model }) => model)).toEqual(['claude-3-7-sonnet'])
  })

  it('takes what Roo writes for the whole prompt: for OpenAI, for Anthropic since November 2025, never less than its cache', () => {
    expect(rows('cline/roo-whole-prompts/ui_messages.json')).toEqual([
      { model: null, in: 1200 + 100 + 500, read: 500, write: 100, out: 30, cost: '0.01' },
      { model: null, in: 1800, read: 500, write: 100, out: 30, cost: '0.01' },
      { model: null, in: 2855, write: 2853, out: 2264, cost: '0.0128' },
      { model: null, in: 40 + 900, read: 900, out: 7, cost: '0.001' },
    ])
  })

  it('counts no history of tasks: it sums them up', () => {
    expect(rows('cline/taskHistory.json')).toEqual([])
  })
})
