import { type JsonObject, objectAt } from '../usage/json.ts'
import { isMessage, kindOfMessage, MESSAGE_WANTS, recordMessage } from './anthropic.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Result files of Anthropic's Message Batches, in any order, and of Claude batches on Vertex AI. */
export const anthropicBatch: Format = {
  name: 'anthropic-batch',
  title: 'Anthropic Message Batches results',
  example:
    '{"custom_id":"q1","result":{"type":"succeeded","message":{"id":"msg_01AbCdEfGhIjKlMnOpQrSt","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":30}}}}',
  needles: [],
  selfContained: true,
  wants: { custom_id: true, result: { type: true, message: MESSAGE_WANTS }, response: MESSAGE_WANTS },
  recurs: {
    varies: ['custom_id', ...['result.message', 'response'].flatMap((at) => [`${at}.id`, `${at}.usage`])],
    kindOf: (entry) => kindOfMessage(messageOf(entry)),
  },
  docs: {
    identity: 'message `id`',
    counts: 'per call, priced as `batch`; cache outside input and still priced by its lifetime',
    ignores: '`errored`, `canceled` and `expired` requests',
  },
  recognizes: (entry) =>
    typeof entry['custom_id'] === 'string' &&
    (typeof objectAt(entry, 'result')?.['type'] === 'string' || isMessage(objectAt(entry, 'response') ?? {})),
  open: () => reader,
}

function messageOf(entry: JsonObject): JsonObject | null {
  const result = objectAt(entry, 'result')
  return result?.['type'] === 'succeeded' ? objectAt(result, 'message') : objectAt(entry, 'response')
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const message = messageOf(entry)
    if (message !== null) recordMessage(message, sink, 'batch')
  },
}
