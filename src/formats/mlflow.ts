import { firstTextAt, type Json, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, RecordSink } from './format.ts'
import { objectIn } from './json-text.ts'

const USAGE = 'mlflow.chat.tokenUsage'
const TRACE_USAGE = 'mlflow.trace.tokenUsage'

/**
 * Traces of MLflow, as its API and SDK write them, and their spans alone. Attributes are JSON written as text. Where spans
 * of a chain and of the model inside it both carry usage, the innermost is the call; so it is with sums of agents.
 */
export const mlflow: Format = {
  name: 'mlflow',
  title: 'MLflow traces and spans',
  example:
    '{"info":{"trace_id":"tr-1","request_time":"2026-03-01T10:00:00Z"},"data":{"spans":[{"trace_id":"tr-1","span_id":"a1","parent_span_id":null,"name":"Completions","start_time_unix_nano":1772359200000000000,"attributes":{"mlflow.spanType":"\\"CHAT_MODEL\\"","mlflow.llm.model":"\\"gpt-4o\\"","mlflow.chat.tokenUsage":"{\\"input_tokens\\": 12, \\"output_tokens\\": 5, \\"total_tokens\\": 17}"}}]}}',
  needles: [USAGE, TRACE_USAGE],
  selfContained: true,
  docs: {
    identity: 'trace and span',
    counts: 'per span, as its usage says; a total of unknown calls for a trace that comes without spans',
    ignores: 'spans around spans with usage, the sum of the trace beside its spans',
  },
  recognizes: (entry) => isLoneSpan(entry) || isTrace(entry),
  open: () => ({
    push(entry, sink) {
      if (isLoneSpan(entry)) return recordSpan(entry, entry, sink)
      const spans = spansOf(entry)
      const used = spans.filter((span) => usageOf(span) !== null)
      if (used.length === 0) return recordTrace(entry, sink)
      const around = parentsOf(used, spans)
      eachItem(used, sink, (span) => {
        if (!around.has(idOf(span) ?? '')) recordSpan(span, entry, sink)
      })
    },
  }),
}

function isSpan(entry: JsonObject): boolean {
  const attributes = objectAt(entry, 'attributes')
  return idOf(entry) !== null && attributes !== null && (USAGE in attributes || 'mlflow.spanType' in attributes)
}

/** A span that stands alone; one with the attributes of OpenTelemetry's conventions is read by those. */
export function isLoneSpan(entry: JsonObject): boolean {
  return isSpan(entry) && !('gen_ai.usage.input_tokens' in objectAt(entry, 'attributes')!)
}

function isTrace(entry: JsonObject): boolean {
  const info = infoOf(entry)
  if (info === null || firstTextAt(info, 'trace_id', 'request_id') === null) return false
  return TRACE_USAGE in metadataOf(entry) || spansOf(entry).some(isSpan)
}

function infoOf(entry: JsonObject): JsonObject | null {
  return objectAt(entry, 'info') ?? objectAt(entry, 'trace_info') ?? ('trace_metadata' in entry ? entry : null)
}

function metadataOf(entry: JsonObject): JsonObject {
  const info = infoOf(entry)
  return objectAt(info, 'trace_metadata') ?? objectAt(info, 'request_metadata') ?? {}
}

function spansOf(entry: JsonObject): readonly JsonObject[] {
  return objectsAt(objectAt(entry, 'data') ?? entry, 'spans')
}

function usageOf(span: JsonObject): JsonObject | null {
  return objectIn(objectAt(span, 'attributes')?.[USAGE])
}

function idOf(span: JsonObject): string | null {
  return textAt(span, 'span_id') ?? textAt(objectAt(span, 'context'), 'span_id')
}

/** The ids of all spans that stand around those of `used`. */
function parentsOf(used: readonly JsonObject[], spans: readonly JsonObject[]): ReadonlySet<string> {
  const parents = new Map(spans.map((span) => [idOf(span), firstTextAt(span, 'parent_span_id', 'parent_id')]))
  const around = new Set<string>()
  for (const span of used) {
    let parent = parents.get(idOf(span)) ?? null
    while (parent !== null && !around.has(parent)) {
      around.add(parent)
      parent = parents.get(parent) ?? null
    }
  }
  return around
}

function recordSpan(span: JsonObject, trace: JsonObject, sink: RecordSink): void {
  const usage = usageOf(span)
  if (usage === null) return
  const attributes = objectAt(span, 'attributes')
  const model = modelOf(attributes)
  const provider = plainText(attributes?.['mlflow.llm.provider']) ?? plainText(attributes?.['mlflow.chat.provider'])
  const traceId = textAt(span, 'trace_id') ?? textAt(objectAt(span, 'context'), 'trace_id')
  const frame = { model, provider, identity: `${traceId}:${idOf(span)}`, attributes: attributesOf(trace) }
  const time = timeAt(span, 'start_time_unix_nano', 'start_time')
  recordCall({ ...frame, time }, readUsage(usage, { provider, model }) ?? [], sink)
}

function recordTrace(trace: JsonObject, sink: RecordSink): void {
  const usage = objectIn(metadataOf(trace)[TRACE_USAGE])
  if (usage === null) return
  const info = infoOf(trace)
  const identity = firstTextAt(info, 'trace_id', 'request_id')
  const time = timeAt(info, 'request_time', 'timestamp_ms')
  const frame = { model: null, provider: null, identity, time, calls: null, attributes: attributesOf(trace) }
  recordCall(frame, readUsage(usage, { provider: null, model: null }) ?? [], sink)
}

function modelOf(attributes: JsonObject | null): string | null {
  for (const key of ['mlflow.llm.model', 'mlflow.chat.model', 'gen_ai.response.model', 'model', 'model_name']) {
    const model = plainText(attributes?.[key])
    if (model !== null) return model
  }
  const [output, input] = [objectIn(attributes?.['mlflow.spanOutputs']), objectIn(attributes?.['mlflow.spanInputs'])]
  return firstTextAt(output, 'model') ?? firstTextAt(input, 'model', 'model_name', 'model_id')
}

/** Text, also where it was written as JSON: `"\"gpt-4o\""`. */
function plainText(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.replace(/^"(.*)"$/, '$1') || null
}

function attributesOf(trace: JsonObject) {
  const metadata = metadataOf(trace)
  return knownAttributes({
    session: plainText(metadata['mlflow.trace.session']),
    user: plainText(metadata['mlflow.trace.user']),
  })
}
