import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { cohere as payload } from '../usage/payloads/cohere.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

const EVENTS = /^(message|content|tool-plan|tool-call|citation)-(start|delta|end)$/

/** Saved answers of Cohere's API, versions 1 and 2: chat, generate, embed, rerank, whole or as stream events. */
export const cohere: Format = {
  name: 'cohere',
  title: 'Cohere API answers and streams',
  example:
    '{"id":"0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0","finish_reason":"COMPLETE","message":{"role":"assistant"},"usage":{"billed_units":{"input_tokens":12,"output_tokens":7},"tokens":{"input_tokens":507,"output_tokens":7}}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: '`id`, `generation_id` or `response_id`; none in a stream of version 2',
    counts: 'per call; billed units, of which the template is no part; search units are a fee',
    ignores: '`tokens` and `cached_tokens` beside billed units',
  },
  recognizes: (entry) =>
    (EVENTS.test(textAt(entry, 'type') ?? '') || 'is_finished' in entry || usageOf(entry) !== null) &&
    !('amazon-bedrock-invocationMetrics' in entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const answer = (entry['type'] === 'message-end' ? objectAt(entry, 'delta') : objectAt(entry, 'response')) ?? entry
    const usage = usageOf(answer)
    if (usage === null) return
    const model = textAt(answer, 'model')
    const identity = firstTextAt(answer, 'id', 'generation_id', 'response_id')
    const usages = payload.read(usage, { provider: 'cohere', model })
    recordCall({ model, provider: 'cohere', identity, time: null }, usages, sink)
  },
}

function usageOf(answer: JsonObject): JsonObject | null {
  const usage = objectAt(answer, 'usage') ?? objectAt(answer, 'meta')
  return objectAt(usage, 'billed_units') === null ? null : usage
}
