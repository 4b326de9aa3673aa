import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isUnstated, isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { firstTextAt, idAt, isArray, isObject, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import type { Attributes } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** OpenHands: state of a conversation, results of a benchmark, events of a trajectory, logged completions. */
export const openhands: Format = {
  name: 'openhands',
  title: 'OpenHands conversations, results, events and completion logs',
  example:
    '{"id":"c1","stats":{"usage_to_metrics":{"agent":{"model_name":"gpt-4o-mini","accumulated_cost":0.00059,"accumulated_token_usage":{"prompt_tokens":3778,"completion_tokens":36},"costs":[{"model":"gpt-4o-mini","cost":0.00059,"timestamp":1772359200.5}],"token_usages":[{"model":"gpt-4o-mini","prompt_tokens":3778,"completion_tokens":36,"cache_read_tokens":0,"cache_write_tokens":0,"reasoning_tokens":0,"per_turn_token":3814,"response_id":"chatcmpl-AbCdEfGhIjKlMnOpQrSt"}]}}}}',
  needles: ['"usage_to_metrics"', '"token_usages"', '"tool_call_metadata"', '"accumulated_cost"'],
  selfContained: true,
  docs: {
    identity: 'the `response_id`',
    counts: 'per call; cache inside prompt, reasoning inside completion',
    ignores:
      '`accumulated_token_usage` and `accumulated_cost` beside the calls that they sum, `usage_summary`, events beside metrics',
  },
  recognizes: (entry) =>
    metricsOf(entry).length > 0 || isCompletion(entry) || objectAt(entry, 'tool_call_metadata') !== null,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const attributes = knownAttributes({
      session: 'stats' in entry ? idAt(entry, 'id') : null,
      task: textAt(entry, 'instance_id'),
    })
    for (const metrics of metricsOf(entry)) recordMetrics(metrics, attributes, sink)
    if (isCompletion(entry)) recordAnswer(objectAt(entry, 'response')!, entry, attributes, sink)
    const answer = objectAt(objectAt(entry, 'tool_call_metadata'), 'model_response')
    if (answer !== null) recordAnswer(answer, entry, attributes, sink)
  },
}

/** The metrics of every use of a model: main agent, condenser, delegates. */
function metricsOf(entry: JsonObject): readonly JsonObject[] {
  const byUse = objectAt(objectAt(entry, 'stats'), 'usage_to_metrics')
  if (byUse !== null) return Object.values(byUse).filter((each) => isObject(each))
  const metrics = objectAt(entry, 'metrics')
  return metrics !== null && 'accumulated_cost' in metrics ? [metrics] : []
}

function recordMetrics(metrics: JsonObject, attributes: Attributes, sink: RecordSink): void {
  const usages = objectsAt(metrics, 'token_usages')
  const costs = objectsAt(metrics, 'costs')
  const paired = costs.length === usages.length
  eachItem(usages.entries(), sink, ([index, usage]) => {
    const cost = paired ? costs[index]! : null
    sink.record({
      model: firstTextAt(usage, 'model') ?? textAt(metrics, 'model_name'),
      provider: null,
      counts: countsOf(usage),
      identity: textAt(usage, 'response_id'),
      time: timeAt(cost, 'timestamp'),
      loggedCostUsd: amountAt(cost, 'cost'),
      attributes,
    })
  })
  if (usages.length === 0) recordTotal(metrics, attributes, sink)
}

function recordTotal(metrics: JsonObject, attributes: Attributes, sink: RecordSink): void {
  const total = objectAt(metrics, 'accumulated_token_usage')
  const cost = amountAt(metrics, 'accumulated_cost')
  const counts = total === null ? NO_COUNTS : countsOf(total)
  const nothing = isUnstated(counts) || isZero(counts)
  if (nothing && Number(cost ?? 0) === 0) return
  const costs = objectsAt(metrics, 'costs')
  const model = textAt(total, 'model') ?? textAt(metrics, 'model_name') ?? textAt(costs[0] ?? null, 'model')
  sink.record({
    model,
    provider: null,
    counts: nothing ? NO_COUNTS : counts,
    calls: costs.length || null,
    identity: null,
    time: timeAt(costs[0] ?? null, 'timestamp'),
    loggedCostUsd: cost,
    attributes,
  })
}

/** A logged completion: the answer with the messages that asked for it. */
function isCompletion(entry: JsonObject): boolean {
  return (
    isArray(entry['messages'] ?? entry['input']) &&
    'cost' in entry &&
    'timestamp' in entry &&
    objectAt(objectAt(entry, 'response'), 'usage') !== null
  )
}

function recordAnswer(answer: JsonObject, entry: JsonObject, attributes: Attributes, sink: RecordSink): void {
  const usage = objectAt(answer, 'usage')
  const model = textAt(answer, 'model')
  if (usage === null) return
  recordCall(
    {
      model,
      provider: null,
      identity: textAt(answer, 'id'),
      time: timeAt(answer, 'created', 'created_at') ?? timeAt(entry, 'timestamp'),
      loggedCostUsd: amountAt(entry, 'cost'),
      attributes,
    },
    readUsage(usage, { provider: null, model }) ?? [],
    sink,
  )
}

function countsOf(usage: JsonObject): TokenCounts {
  return {
    inputTokens: countAt(usage, 'prompt_tokens'),
    cacheReadInputTokens: countAt(usage, 'cache_read_tokens'),
    cacheCreationInputTokens: countAt(usage, 'cache_write_tokens'),
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(usage, 'completion_tokens'),
    reasoningOutputTokens: countAt(usage, 'reasoning_tokens'),
  }
}
