import { isUnstated, type TokenCounts } from '../usage/counts.ts'
import type { JsonObject } from '../usage/json.ts'
import { statedModalities } from '../usage/payloads/stated.ts'
import { providerKey } from '../usage/provider.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { attributeAt, attributeText } from './otel-attributes.ts'
import { type Span, singleSpan } from './otel-span.ts'
import { attributeAmount, attributeCount, inclusive, otelAttributes } from './otel-usage.ts'

/**
 * Spans of Arize's OpenInference conventions outside an OTLP export: Phoenix exports, SDK objects, bare attributes.
 * Inside an OTLP export `otel` reads them, by the same function.
 */
export const openinference: Format = {
  name: 'openinference',
  title: 'OpenInference spans (Phoenix, Arize)',
  example:
    '{"name":"ChatCompletion","context":{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"},"start_time":"2026-03-01T10:00:00Z","attributes":{"openinference.span.kind":"LLM","llm.model_name":"gpt-4o","llm.token_count.prompt":97,"llm.token_count.completion":52,"llm.token_count.total":149}}',
  needles: ['llm.token_count', '"token_count"'],
  selfContained: true,
  docs: {
    identity: 'trace id and span id',
    counts: 'per call; cache inside prompt, reasoning inside completion, unless the total says beside',
    ignores: 'spans of other kinds than LLM and EMBEDDING (chains and agents repeat their parts)',
  },
  recognizes: (entry) => openInferenceSpan(entry) !== null,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const span = openInferenceSpan(entry)
    const call = span === null ? null : openInferenceCall(span)
    if (call !== null) sink.record(call)
  },
}

/** The one OpenInference span that an entry is; a span that also follows the GenAI conventions is read by those. */
function openInferenceSpan(entry: JsonObject): Span | null {
  const bare = 'llm.token_count.prompt' in entry || 'openinference.span.kind' in entry
  const span = singleSpan('context.span_id' in entry ? fromColumns(entry) : entry, bare)
  return span !== null && isOpenInference(span) ? span : null
}

/** A row of Phoenix's table of spans: columns `context.span_id`, `attributes.llm.model_name`. */
function fromColumns(row: JsonObject): JsonObject {
  const below = (prefix: string) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([key, value]) =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
      ),
    )
  return { ...row, context: below('context.'), attributes: below('attributes.') }
}

export function isOpenInference({ kind, attributes }: Span): boolean {
  if ('gen_ai.operation.name' in attributes) return false
  return kind !== null || attributeAt(attributes, 'openinference.span.kind') !== undefined
}

/** The call that a span of kind LLM or EMBEDDING stands for; null for all others. Throws MalformedUsage. */
export function openInferenceCall(span: Span): UsageRecord | null {
  const { attributes } = span
  if (!/^(LLM|EMBEDDING)$/i.test(attributeText(attributes, 'openinference.span.kind') ?? span.kind ?? '')) return null
  const counts = countsOf(attributes)
  if (isUnstated(counts)) return null
  return {
    model: attributeText(attributes, 'llm.model_name', 'embedding.model_name'),
    provider: providerKey(attributeText(attributes, 'llm.provider', 'llm.system')),
    counts,
    identity: span.id,
    time: span.time,
    loggedCostUsd: attributeAmount(attributes, 'llm.cost.total'),
    attributes: otelAttributes(attributes, span.resource),
  }
}

function countsOf(attributes: JsonObject): TokenCounts {
  const count = (name: string) => attributeCount(attributes, `llm.token_count.${name}`)
  const counts = inclusive({
    input: count('prompt'),
    cacheRead: count('prompt_details.cache_read'),
    cacheWrite: count('prompt_details.cache_write'),
    output: count('completion'),
    reasoning: count('completion_details.reasoning'),
    total: count('total'),
  })
  const audio = { inputAudio: count('prompt_details.audio'), outputAudio: count('completion_details.audio') }
  return { ...counts, ...statedModalities(audio) }
}
