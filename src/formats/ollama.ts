import type { JsonObject } from '../usage/json.ts'
import { textAt } from '../usage/json.ts'
import { ollama as payload } from '../usage/payloads/ollama.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Saved answers of Ollama's own API, whole or as stream records. */
export const ollama: Format = {
  name: 'ollama',
  title: 'Ollama API answers and streams',
  example:
    '{"model":"llama3.2","created_at":"2026-03-01T10:00:00.123456789Z","message":{"role":"assistant","content":""},"done":true,"total_duration":1,"prompt_eval_count":26,"eval_count":298}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'none: the answers carry no id',
    counts: 'per call, from the record that ends the answer; cache inside input',
    ignores: 'nothing: the records before the last state no counts',
  },
  recognizes: (entry) =>
    typeof entry['model'] === 'string' &&
    (typeof entry['done'] === 'boolean' || 'total_duration' in entry) &&
    ('message' in entry || 'response' in entry || 'embeddings' in entry || 'embedding' in entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const hints = { provider: 'ollama', model: textAt(entry, 'model') }
    if (!payload.matches(entry, hints)) return
    recordCall({ ...hints, identity: null, time: timeAt(entry, 'created_at') }, payload.read(entry, hints), sink)
  },
}
