import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** aider's analytics log (`--analytics-log`): one event per message sent. */
export const aider: Format = {
  name: 'aider',
  title: 'aider analytics logs',
  example:
    '{"event":"message_send","properties":{"main_model":"gpt-5","weak_model":"gpt-5-mini","edit_format":"ask","prompt_tokens":10006,"completion_tokens":81,"total_tokens":10087,"cost":0.0133,"total_cost":0.0133},"user_id":"u1","time":1772359200}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'none: two messages of a second may be equal',
    counts: 'per message; the whole prompt, cache is not stated',
    ignores: '`total_cost` (it runs over the session); all other events',
  },
  recognizes: (entry) =>
    typeof entry['event'] === 'string' && 'user_id' in entry && 'main_model' in (objectAt(entry, 'properties') ?? {}),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const properties = objectAt(entry, 'properties')
    if (entry['event'] !== 'message_send') return
    sink.record({
      model: textAt(properties, 'main_model'),
      provider: null,
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(properties, 'prompt_tokens'),
        outputTokens: countAt(properties, 'completion_tokens'),
      },
      identity: null,
      time: timeAt(entry, 'time'),
      loggedCostUsd: amountAt(properties, 'cost'),
      attributes: knownAttributes({ user: textAt(entry, 'user_id') }),
    })
  },
}
