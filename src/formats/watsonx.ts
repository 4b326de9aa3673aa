import { type JsonObject, objectsAt, textAt } from '../usage/json.ts'
import { watsonx as payload } from '../usage/payloads/watsonx.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import { ChunkStreams } from './chunk-streams.ts'
import type { Format, FormatReader } from './format.ts'
import { StreamedUsage } from './streamed-usage.ts'

/** Saved answers of IBM watsonx.ai text generation, whole or as stream events. */
export const watsonx: Format = {
  name: 'watsonx',
  title: 'IBM watsonx.ai answers and streams',
  example:
    '{"model_id":"ibm/granite-13b-instruct-v2","created_at":"2026-03-01T10:00:00.000Z","results":[{"generated_text":"","generated_token_count":2,"input_token_count":7,"stop_reason":"eos_token"}]}',
  needles: [],
  selfContained: false,
  docs: {
    identity: 'none: the answers carry no id; events belong together until one ends the answer',
    counts: 'per call; the prompt once, the output of all results',
    ignores: 'nothing',
  },
  recognizes: (entry) => typeof entry['model_id'] === 'string' && Array.isArray(entry['results']),
  open(file): FormatReader {
    const [chunks, streamed] = [new ChunkStreams(file), new StreamedUsage()]
    return {
      push(entry, sink) {
        const model = textAt(entry, 'model_id')
        const hints = { provider: 'watsonx', model }
        if (!payload.matches(entry, hints)) return
        const last = objectsAt(entry, 'results').some((result) => textAt(result, 'stop_reason') !== 'not_finished')
        const identity = chunks.identityOf(sink.at, { key: String(model), last, trailing: false })
        const usages = payload.read(streamed.after(identity, statedCounts(entry)), hints)
        recordCall({ ...hints, identity, update: true, time: timeAt(entry, 'created_at') }, usages, sink)
      },
    }
  },
}

/** Only the first event of a stream states the prompt; the others say 0. */
function statedCounts(entry: JsonObject): JsonObject {
  const [first, ...others] = objectsAt(entry, 'results')
  if (first === undefined || others.length > 0) return entry
  const { input_token_count, generated_token_count } = first
  return { generated_token_count, ...(input_token_count !== 0 && { input_token_count }) }
}
