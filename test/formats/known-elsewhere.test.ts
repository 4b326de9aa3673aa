import { expect, it } from 'vitest'
import { rows } from './fixture.ts'

const CLAUDE = { model: 'claude-sonnet-4-5', in: 1310, read: 1000, write: 300, out: 20 }
const CONVERSE = { in: 3 + 1712 + 236, read: 1712, write: 236, out: 121 }

it('a message in a dump of LangChain and in the answer of the provider is one call', () => {
  expect(rows('langchain/answer-known-to-the-provider.jsonl', 'anthropic/answer-known-to-langchain.jsonl')).toEqual([
    CLAUDE,
  ])
})

it('a Converse answer dumped twice by the SDK, and the invocation log of its request, are one call', () => {
  const dumps = 'bedrock/request-known-to-the-sdk.jsonl'
  expect(rows(dumps)).toEqual([{ model: null, ...CONVERSE }])
  const [call, ...others] = rows(dumps, 'bedrock-invocation-log/request-known-to-the-sdk.jsonl')
  expect(others).toEqual([])
  expect(call).toMatchObject(CONVERSE)
})

it('a pydantic-ai history that is dumped again as it grows repeats its answers', () => {
  expect(rows('generic/pydantic-history-grows.jsonl')).toEqual([CLAUDE])
})

it('a message in the events of pi and in its session file is one call', () => {
  expect(rows('pi-agent/events-known-to-the-session.jsonl', 'pi-agent/session-known-to-its-events.jsonl')).toEqual([
    { model: 'claude-opus-4-5', in: 100 + 5 + 6, read: 5, write: 6, out: 50 },
  ])
})

it('an answer of Claude on Bedrock, whole or streamed, and the invocation log of it are one call', () => {
  const call = { in: 20 + 100, read: 100, out: 9 }
  const answers = [
    'anthropic/answer-known-to-the-invocation-log.json',
    'anthropic/stream-known-to-the-invocation-log.jsonl',
  ]
  const logs = 'bedrock-invocation-log/logs-of-saved-answers.jsonl'
  expect(rows(logs)).toMatchObject([call, call])
  expect(rows(...answers, logs)).toMatchObject([call, call])
  expect(rows(logs, ...answers)).toMatchObject([call, call])
})

it('a run of LangSmith and the answer of the provider are one call', () => {
  const files = ['langsmith/run-known-to-the-provider.jsonl', 'openai/answer-known-to-langsmith.json']
  for (const order of [files, files.toReversed()]) expect(rows(...order)).toMatchObject([{ in: 10, out: 20 }])
})
