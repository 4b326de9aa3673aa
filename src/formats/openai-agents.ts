import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { firstTextAt, isArray, isObject, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** OpenAI's Agents SDK: dumped run results, usage of a run, exported trace spans. */
export const openaiAgents: Format = {
  name: 'openai-agents',
  title: 'OpenAI Agents SDK runs and trace spans',
  example:
    '{"last_agent":"Weather","raw_responses":[{"response_id":"resp_AbCdEfGhIjKlMnOpQrSt","output":[],"usage":{"requests":1,"input_tokens":55,"input_tokens_details":{"cached_tokens":0},"output_tokens":15,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":70}}],"usage":{"requests":1,"input_tokens":55,"output_tokens":15,"total_tokens":70}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'the `response_id`; the id of a span that has none',
    counts: 'per response, or per entry of `request_usage_entries`, else the run with its number of requests',
    ignores:
      'the usage of the run beside the responses that it sums, spans of other types than generation and response',
  },
  recognizes: (entry) => isSpan(entry) || responsesOf(entry).length > 0 || usageOfRun(entry) !== null,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const responses = responsesOf(entry)
    const run = usageOfRun(entry)
    if (isSpan(entry)) recordSpan(entry, sink)
    else if (responses.length > 0)
      eachItem(responses, sink, (response) =>
        recordUsage(objectAt(response, 'usage')!, textAt(response, 'response_id'), response, entry, sink),
      )
    else if (run !== null) recordUsage(run, null, entry, entry, sink)
  },
}

function recordUsage(
  usage: JsonObject,
  identity: string | null,
  holder: JsonObject,
  entry: JsonObject,
  sink: RecordSink,
): void {
  const model = textAt(holder, 'model') ?? textAt(entry, 'model')
  const requests = countAt(usage, 'requests') ?? 1
  const entries = objectsAt(usage, 'request_usage_entries')
  const parts = entries.length > 1 ? entries : [usage]
  eachItem(parts.entries(), sink, ([index, part]) => {
    sink.record({
      ...read(part, model),
      model,
      provider: null,
      ...(parts.length === 1 && requests > 1 && { calls: requests }),
      identity: identity === null || index === 0 ? identity : `${identity}#${index}`,
      time: timeAt(entry, 'timestamp', 'created_at', 'time'),
    })
  })
}

/** A span that the SDK's exporter sends: only generations carry counts of one call. */
function recordSpan(span: JsonObject, sink: RecordSink): void {
  const data = objectAt(span, 'span_data')
  const usage = /^(?:generation|response)$/.test(textAt(data, 'type') ?? '') ? objectAt(data, 'usage') : null
  if (usage === null) return
  const model = textAt(data, 'model')
  sink.record({
    ...read(usage, model),
    model,
    provider: null,
    identity: textAt(data, 'response_id') ?? textAt(span, 'id'),
    time: timeAt(span, 'started_at'),
    attributes: knownAttributes({ session: firstTextAt(span, 'group_id', 'trace_id') }),
  })
}

function read(usage: JsonObject, model: string | null): Usage {
  return readUsage(usage, { provider: null, model })?.[0] ?? { counts: NO_COUNTS }
}

function isSpan(entry: JsonObject): boolean {
  return entry['object'] === 'trace.span' && isObject(entry['span_data'])
}

function responsesOf(entry: JsonObject): readonly JsonObject[] {
  return objectsAt(entry, 'raw_responses').filter((response) => isObject(response['usage']))
}

/** The SDK's Usage: it alone counts `requests` and may list them. */
function usageOfRun(entry: JsonObject): JsonObject | null {
  const usage = objectAt(objectAt(entry, 'context_wrapper'), 'usage') ?? objectAt(entry, 'usage')
  return usage !== null && 'requests' in usage && isArray(usage['request_usage_entries']) ? usage : null
}
