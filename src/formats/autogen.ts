import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { isObject, type JsonObject, objectAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** The usage summary of an AutoGen chat (`ChatResult.cost`, `gather_usage_summary`): totals per model. */
export const autogen: Format = {
  name: 'autogen',
  title: 'AutoGen (AG2) usage summaries',
  example:
    '{"usage_including_cached_inference":{"total_cost":0.0011,"gpt-4o":{"cost":0.0011,"prompt_tokens":300,"completion_tokens":35,"total_tokens":335}},"usage_excluding_cached_inference":{"total_cost":0.0011,"gpt-4o":{"cost":0.0011,"prompt_tokens":300,"completion_tokens":35,"total_tokens":335}}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'none: a summary does not name its chat',
    counts: 'totals per model, calls unknown',
    ignores: '`usage_including_cached_inference` (answers from the cache cost nothing), `total_cost`',
  },
  recognizes: (entry) => isObject(summaryOf(entry)['usage_excluding_cached_inference']),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const models = objectAt(summaryOf(entry), 'usage_excluding_cached_inference')
    eachItem(Object.entries(models ?? {}), sink, ([model, usage]) => {
      if (!isObject(usage)) return
      sink.record({
        model,
        provider: null,
        counts: {
          ...NO_COUNTS,
          inputTokens: countAt(usage, 'prompt_tokens'),
          outputTokens: countAt(usage, 'completion_tokens'),
        },
        calls: null,
        identity: null,
        time: timeAt(entry, 'timestamp', 'created_at', 'time'),
        loggedCostUsd: amountAt(usage, 'cost'),
      })
    })
  },
}

function summaryOf(entry: JsonObject): JsonObject {
  return objectAt(entry, 'cost') ?? objectAt(entry, 'usage_summary') ?? entry
}
