import { ONLY, type Pairs, type WantedList, type Wants } from '../usage/wants.ts'
import { waysTo } from './otel-attributes.ts'
import { GEN_AI_COUNTS } from './otel-usage.ts'

/**
 * What is read of an OTLP export of traces, a list of spans and little else. Of attributes, which are most bytes, only those
 * that say something of a call; their names are the list below, which a test holds to what the readers ask for.
 */

/** Of whom or what a call is; attributes of a span, or of the resource that made it. */
const ABOUT = [
  ...['openinference.project.name', 'service.name', 'gen_ai.conversation.id', 'session.id', 'gen_ai.agent.name'],
  ...['ai.telemetry.metadata.sessionId', 'ai.telemetry.metadata.userId', 'user.email', 'user.id', 'enduser.id'],
  'agent.name',
]

const GEN_AI = [
  ...['ai.operationId', 'gen_ai.operation.name', 'llm.request.type', 'traceloop.span.kind', 'agent_name'],
  ...['gen_ai.response.model', 'gen_ai.response.id', 'gen_ai.response.finish_reasons', 'ai.response.id'],
  ...['ai.response.model', 'gen_ai.request.model', 'ai.model.id', 'llm.response.model', 'llm.request.model'],
  ...['llm.model_name', 'gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider'],
  ...['gen_ai.openai.response.service_tier', 'openai.response.service_tier'],
  ...['gen_ai.usage.cost', 'gen_ai.cost.total', 'operation.cost', 'tag.tags', 'metadata'],
]

const OPENINFERENCE = [
  ...['openinference.span.kind', 'embedding.model_name', 'llm.provider', 'llm.system', 'llm.cost.total'],
  ...['prompt', 'prompt_details.cache_read', 'prompt_details.cache_write', 'prompt_details.audio', 'total'].map(
    (name) => `llm.token_count.${name}`,
  ),
  ...['completion', 'completion_details.reasoning', 'completion_details.audio'].map(
    (name) => `llm.token_count.${name}`,
  ),
]

const CLAUDE_CODE = [
  ...['model', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens', 'cost_usd'],
  ...['request_id', 'event.sequence', 'event.timestamp', 'speed'],
]

/** Labels, as far as eight letters tell. */
const LABELS = ['ai.telem', 'metadata', 'label', 'tag']
const DEPLOYMENT = ['service.', 'deployme', 'team', 'env']

const PAIRS: Omit<Pairs, 'beginnings'> = {
  ...{ name: 'key', value: 'value' },
  kinds: [
    ...['stringValue', 'intValue', 'doubleValue', 'boolValue'],
    ...['string_value', 'int_value', 'double_value', 'bool_value'],
    'Value',
  ],
}

/** The attributes of these names, and those that may hold them as objects. */
function attributes(names: readonly string[], beginnings: readonly string[]): WantedList {
  const all = names.flatMap((name) => [name, ...waysTo(name).map(({ head }) => head)])
  return [Object.fromEntries(all.map((name) => [name, true])), { ...PAIRS, beginnings }]
}

const STATUS: Wants = { code: true, status_code: true, statusCode: true, Code: true }

const SPAN: Wants = {
  ...{ name: true, Name: true, operationName: true, span_kind: true, status: STATUS, Status: STATUS },
  attributes: attributes([...ABOUT, ...GEN_AI, ...GEN_AI_COUNTS, ...OPENINFERENCE, ...CLAUDE_CODE], LABELS),
  ...{ Attributes: true, tags: true },
  ...{ traceId: true, trace_id: true, TraceID: true, traceID: true },
  ...{ spanId: true, span_id: true, SpanID: true, spanID: true, id: true },
  ...{ parentSpanId: true, parent_span_id: true, parentId: true, parent_id: true },
  ...{ spanContext: true, _spanContext: true, context: true, SpanContext: true, parentSpanContext: true, Parent: true },
  ...{ startTimeUnixNano: true, start_time_unix_nano: true, startTime: true, start_time: true, StartTime: true },
  ...{ endTimeUnixNano: true, end_time_unix_nano: true, endTime: true, end_time: true, EndTime: true, timestamp: true },
}

const RESOURCE: Wants = { [ONLY]: true, attributes: attributes(ABOUT, DEPLOYMENT), droppedAttributesCount: true }

/** Where only these keys stand, nothing else can be a list of spans, or a span. */
export const OTLP_TRACES: Wants = {
  [ONLY]: true,
  resourceSpans: [{ [ONLY]: true, resource: RESOURCE, scopeSpans: [{ spans: [SPAN] }], schemaUrl: true }],
}
