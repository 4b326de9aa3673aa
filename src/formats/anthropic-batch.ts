import { type JsonObject, objectAt } from '../usage/json.ts'
import { isMessage, recordMessage } from './anthropic.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Result files of Anthropic's Message Batches, in any order, and of Claude batches on Vertex AI. */
export const anthropicBatch: Format = {
  name: 'anthropic-batch',
  title: 'Anthropic Message Batches results',
  example:
    '{"custom_id":"q1","result":{"type":"succeeded","message":{"id":"msg_01AbCdEfGhIjKlMnOpQrSt","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":30}}}}',
  needles: [],
  selfContained: true,
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

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const result = objectAt(entry, 'result')
    const message = result?.['type'] === 'succeeded' ? objectAt(result, 'message') : objectAt(entry, 'response')
    if (message !== null) recordMessage(message, sink, 'batch')
  },
}
