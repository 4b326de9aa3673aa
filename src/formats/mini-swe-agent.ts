import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { isArray, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { openaiIdentity } from './openai-identity.ts'

/** A mini-SWE-agent trajectory: its messages carry the answers of the model. */
export const miniSweAgent: Format = {
  name: 'mini-swe-agent',
  title: 'mini-SWE-agent trajectories (.traj.json)',
  example:
    '{"trajectory_format":"mini-swe-agent-1","instance_id":"t1","info":{"model_stats":{"instance_cost":0.0012,"api_calls":1},"config":{"model":{"model_name":"gpt-4o-mini"}}},"messages":[{"role":"assistant","content":"","extra":{"response":{"id":"chatcmpl-AbCdEfGhIjKlMnOpQrSt","created":1772359200,"model":"gpt-4o-mini-2024-07-18","usage":{"prompt_tokens":900,"completion_tokens":60,"total_tokens":960}},"cost":0.0012}}]}',
  needles: ['"model_stats"'],
  selfContained: true,
  docs: {
    identity: 'the `id` of the answer, with `created` where it may be shared',
    counts: 'per answer, as its provider counts; a trajectory without answers is its calls with unknown tokens',
    ignores: '`info.model_stats` beside answers with usage',
  },
  recognizes: (entry) =>
    isArray(entry['messages']) &&
    ((textAt(entry, 'trajectory_format') ?? '').startsWith('mini-swe-agent') ||
      objectAt(objectAt(entry, 'info'), 'model_stats') !== null),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const answers = objectsAt(entry, 'messages').filter((message) => responseOf(message) !== null)
    const attributes = knownAttributes({ task: textAt(entry, 'instance_id') })
    const named = textAt(objectAt(objectAt(objectAt(entry, 'info'), 'config'), 'model'), 'model_name')
    eachItem(answers, sink, (message) => {
      const response = responseOf(message)!
      const model = textAt(response, 'model') ?? named
      const usages = readUsage(objectAt(response, 'usage')!, { provider: null, model }) ?? []
      recordCall(
        {
          model,
          provider: null,
          identity: openaiIdentity(response),
          time: timeAt(response, 'created', 'created_at') ?? timeAt(objectAt(message, 'extra'), 'timestamp'),
          loggedCostUsd: amountAt(objectAt(message, 'extra'), 'cost'),
          attributes,
        },
        usages,
        sink,
      )
    })
    const stats = objectAt(objectAt(entry, 'info'), 'model_stats')
    const calls = countAt(stats, 'api_calls')
    if (answers.length === 0 && (calls ?? 0) > 0)
      sink.record({
        model: named,
        provider: null,
        counts: NO_COUNTS,
        calls,
        identity: null,
        time: null,
        loggedCostUsd: amountAt(stats, 'instance_cost'),
        attributes,
      })
  },
}

/** The answer that a message keeps, when it tells what it used. */
function responseOf(message: JsonObject): JsonObject | null {
  const response = objectAt(objectAt(message, 'extra'), 'response')
  return objectAt(response, 'usage') === null ? null : response
}
