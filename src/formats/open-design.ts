import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import type { FileContext, Format, FormatReader, RecordSink } from './format.ts'
import { inclusive } from './otel-usage.ts'

/** Events of an Open Design run. Usage events name no model; the events before them do. */
export const openDesign: Format = {
  name: 'open-design',
  title: 'Open Design run events',
  example:
    '{"id":"evt-1","event":"agent","timestamp":"2026-03-01T10:00:00.000Z","data":{"type":"usage","usage":{"input_tokens":1000,"output_tokens":200,"cached_read_tokens":50,"thought_tokens":25,"total_tokens":1200},"costUsd":null}}',
  needles: ['"start"', '"type":"status"', '"type": "status"'],
  selfContained: false,
  docs: {
    identity: 'the `id` of the event, within its file',
    counts: 'per call; cache inside input and thoughts inside output, unless the total says beside',
    ignores: 'events without usage',
  },
  recognizes: (entry) => {
    const data = objectAt(entry, 'data')
    if (data === null || typeof entry['event'] !== 'string') return false
    return entry['event'] === 'start' ? 'model' in data : entry['event'] === 'agent' && 'type' in data
  },
  open,
}

function open(file: FileContext): FormatReader {
  let model: string | null = null
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      const data = objectAt(entry, 'data')
      const usage = data?.['type'] === 'usage' ? objectAt(data, 'usage') : null
      model = textAt(data, 'model') ?? model
      if (usage === null) return
      sink.record({
        model,
        provider: null,
        counts: inclusive({
          input: countAt(usage, 'input_tokens'),
          cacheRead: countAt(usage, 'cached_read_tokens'),
          cacheWrite: countAt(usage, 'cached_write_tokens'),
          output: countAt(usage, 'output_tokens'),
          reasoning: countAt(usage, 'thought_tokens'),
          total: countAt(usage, 'total_tokens'),
        }),
        identity: `${file.name}:${textAt(entry, 'id')}`,
        time: timeAt(entry, 'timestamp'),
        loggedCostUsd: amountAt(data, 'costUsd'),
      })
    },
  }
}
