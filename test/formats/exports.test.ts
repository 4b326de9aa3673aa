import { expect, it } from 'vitest'
import { rows } from './fixture.ts'

it.each([
  ['openai/realtime-model-in-the-session.jsonl', [{ model: 'gpt-4o-realtime-preview', in: 20, out: 10 }]],
  ['gemini/live-model-in-the-setup.jsonl', [{ model: 'gemini-2.0-flash-live-001', in: 50, out: 100 }]],
  [
    'langfuse/ingestion.jsonl',
    [
      { model: 'gpt-4o', in: 100, out: 20 },
      { model: 'gpt-4o', in: 7, out: 3 },
    ],
  ],
  ['langfuse/rows-in-snake-case.jsonl', [{ model: 'gpt-4o', in: 100, read: 64, out: 20, cost: '0.0019' }]],
  ['langsmith/runs-inside-their-parents.json', [{ model: 'gpt-4o', in: 100, out: 20 }]],
  ['openinference/rows-of-columns.jsonl', [{ model: 'gpt-4o', in: 97, out: 52 }]],
  ['otel/tempo.jsonl', [{ model: 'gpt-4o-2024-08-06', in: 100, out: 10 }]],
  [
    'otel/azure-monitor.jsonl',
    [
      { model: 'gpt-4o-2024-08-06', in: 100, out: 10 },
      { model: 'gpt-4o-2024-08-06', in: 100, out: 10 },
    ],
  ],
  ['openai-agents/response-span.jsonl', [{ model: null, in: 7, out: 3 }]],
])('reads %s', (file, expected) => {
  expect(rows(file)).toEqual(expected)
})
