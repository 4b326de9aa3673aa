import type { JsonObject } from '../usage/json.ts'
import { eachItem } from './each-item.ts'
import type { Format, RecordSink } from './format.ts'
import { objectIn } from './json-text.ts'
import { isLoneSpan } from './mlflow.ts'
import { isOpenInference, openInferenceCall, openinference } from './openinference.ts'
import { genAiCall } from './otel-call.ts'
import { isCopilotChat } from './otel-copilot-chat.ts'
import { type SpanCall, withoutNested } from './otel-nested.ts'
import { holdsSpans, type Span, singleSpan, spansOf } from './otel-span.ts'
import { OTLP_TRACES } from './otel-wants.ts'

/**
 * OpenTelemetry spans with GenAI attributes: OTLP JSON, plain objects of the SDKs' console and file exporters, Jaeger
 * exports, bare attributes. Only spans of one model call count; agents, workflows and tools carry sums of them, as
 * parents or as siblings.
 */
export const otel: Format = {
  name: 'otel',
  title: 'OpenTelemetry GenAI spans (OTLP JSON, SDK exporters)',
  example:
    '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"chat gpt-4o","startTimeUnixNano":"1772359200000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.response.model","value":{"stringValue":"gpt-4o-2024-08-06"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":"5"}}]}]}]}]}',
  needles: ['gen_ai.operation.name', 'gen_ai.usage', 'ai.usage.', 'claude_code.llm_request'],
  selfContained: true,
  wants: OTLP_TRACES,
  docs: {
    identity: 'trace id and span id; without them the response id, where it surely names one call',
    counts: 'per call; cache inside input, reasoning inside output, unless the numbers say beside',
    ignores:
      'operations other than chat, text_completion, generate_content and embeddings (agents and workflows repeat their calls); a call’s span inside another span of the same call, in one export; metrics',
  },
  recognizes: (entry) =>
    (holdsSpans(entry) || isBare(entry) || insightsSpan(entry) !== null) &&
    !openinference.recognizes(entry) &&
    !isLoneSpan(entry) &&
    !isCopilotChat(entry),
  open: () => ({
    push(entry: JsonObject, sink: RecordSink): void {
      const spans = holdsSpans(entry) ? spansOf(entry) : [insightsSpan(entry) ?? singleSpan(entry, true)!]
      const calls: SpanCall[] = []
      eachItem(spans, sink, (span) => {
        if (isEmpty(span.attributes)) return
        const call = isOpenInference(span) ? openInferenceCall(span) : genAiCall(span)
        if (call !== null) calls.push({ span, call })
      })
      const distinct = withoutNested(calls)
      for (const call of distinct) sink.record(call)
      for (let repeats = calls.length - distinct.length; repeats > 0; repeats--) sink.folded()
    },
  }),
}

/** So it is with most spans, where only attributes that tell of calls are read. */
function isEmpty(attributes: JsonObject): boolean {
  for (const _ in attributes) return false
  return true
}

/** A row that Azure Monitor answers: the span's attributes are its custom dimensions, all of them text. */
function insightsSpan(entry: JsonObject): Span | null {
  const attributes = objectIn(entry['customDimensions'] ?? entry['Properties'])
  if (attributes === null || !isBare(attributes)) return null
  const ids = { traceId: entry['operation_Id'] ?? entry['OperationId'], spanId: entry['id'] ?? entry['Id'] }
  const startTime = entry['timestamp'] ?? entry['TimeGenerated'] ?? entry['time']
  const span = { name: entry['name'] ?? entry['Name'] ?? '', ...ids, startTime, attributes }
  return singleSpan(span, false) ?? singleSpan({ ...attributes, startTime }, true)
}

function isBare(entry: JsonObject): boolean {
  return (
    'gen_ai.operation.name' in entry || 'gen_ai.usage.input_tokens' in entry || 'gen_ai.usage.prompt_tokens' in entry
  )
}
