import { describe, expect, it } from 'vitest'
import { labelsIn } from '../../src/formats/metadata-labels.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import { readingOf } from './fixture.ts'

describe('labels of metadata', () => {
  it('are short values under names, and named tags; other tags are one label', () => {
    expect(labelsIn({ team: 'search', beta: true, depth: 3 }, ['env:prod', 'tier=gold', 'nightly', 'a b'])).toEqual({
      ...{ team: 'search', beta: 'true', env: 'prod', tier: 'gold', tags: 'a b,nightly' },
    })
  })

  it('are taken from the first that names them', () => {
    expect(labelsIn({ team: 'a' }, { team: 'b', env: 'c' })).toEqual({ env: 'c', team: 'a' })
  })

  it('are no ids, no times, no secrets and no texts', () => {
    const value = { run_id: 'r', threadId: 't', created_at: 'now', api_key: 'k', prompt: 'Say hello', ls_provider: 'x' }
    const ids = { build: '0af7651916cd43dd8448eb211c80319c', pipeline: '123456789012', note: 'y'.repeat(101) }
    expect(labelsIn(value, ids, undefined, null, 'team:search', 7)).toBeUndefined()
  })
})

describe('calls carry the labels of their log', () => {
  const usage = { prompt_tokens: 3, completion_tokens: 2 }
  it.each<[string, JsonObject, Record<string, string>]>([
    [
      'home-made',
      { model: 'm', event: 'llm', labels: { team: 'search' }, metadata: { env: 'ci' }, usage },
      { team: 'search', env: 'ci' },
    ],
    [
      'litellm',
      {
        ...{ call_type: 'acompletion', request_id: 'x-1', model: 'gpt-4o', spend: 1, total_tokens: 5, ...usage },
        ...{ request_tags: '["team:search"]', metadata: '{"requester_metadata":{"env":"ci"}}' },
      },
      { team: 'search', env: 'ci' },
    ],
    [
      'langsmith',
      {
        ...{ id: 'r1', trace_id: 't1', run_type: 'llm', inputs: {}, tags: ['team:search'] },
        ...{
          outputs: { llm_output: { token_usage: usage } },
          extra: { metadata: { env: 'ci', ls_provider: 'openai' } },
        },
      },
      { team: 'search', env: 'ci' },
    ],
    [
      'langfuse',
      {
        ...{ id: 'o1', traceId: 't1', type: 'GENERATION', startTime: '2026-03-01T10:00:00Z', model: 'm' },
        ...{ usageDetails: { input: 3, output: 2 }, metadata: { team: 'search', env: 'ci' } },
      },
      { team: 'search', env: 'ci' },
    ],
    [
      'otel',
      {
        ...{
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
          name: 'chat m',
          resource: { 'deployment.environment': 'ci' },
        },
        attributes: {
          ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.response.model': 'm', 'metadata.team': 'search' },
          ...{ 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.output_tokens': 2 },
        },
      },
      { team: 'search', 'deployment.environment': 'ci' },
    ],
  ])('%s', (_, entry, labels) => {
    expect(readingOf([entry]).records.map(({ attributes }) => attributes?.labels)).toEqual([labels])
  })
})
