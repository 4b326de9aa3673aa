import { isUnstated, NO_COUNTS } from '../usage/counts.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { callIdAt } from './call-id.ts'
import { attributeAt, attributeText } from './otel-attributes.ts'
import { claudeCodeRequest } from './otel-claude-code.ts'
import type { Span } from './otel-span.ts'
import { attributeAmount, genAiCounts, genAiModel, genAiProvider, otelAttributes } from './otel-usage.ts'

/** The conventions' operations, and what older instrumentations call them. */
const CALLS = new Set([
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
  'completion',
  'embedding',
  'chat.completions',
  'text.completions',
])

/** The model call that a span of the GenAI conventions stands for, or null. Throws MalformedUsage. */
export function genAiCall(span: Span): UsageRecord | null {
  const { attributes } = span
  if (span.name === 'claude_code.llm_request') return claudeCodeCall(span)
  if (!isModelCall(attributes)) return null
  const counts = genAiCounts(attributes)
  const answered = attributeText(attributes, 'gen_ai.response.model', 'gen_ai.response.id') !== null
  if (isUnstated(counts) && (!answered || span.failed || !span.ended)) return null
  return {
    model: genAiModel(attributes),
    provider: genAiProvider(attributes),
    counts: isUnstated(counts) ? NO_COUNTS : counts,
    identity: span.id ?? callIdAt(attributes, 'gen_ai.response.id'),
    time: span.time,
    mode: attributeText(attributes, 'gen_ai.openai.response.service_tier', 'openai.response.service_tier'),
    loggedCostUsd: attributeAmount(attributes, 'gen_ai.usage.cost', 'gen_ai.cost.total', 'operation.cost'),
    attributes: otelAttributes(attributes, span.resource),
  }
}

function claudeCodeCall(span: Span): UsageRecord | null {
  const call = claudeCodeRequest(span)
  return isUnstated(call.counts) ? null : { ...call, identity: call.identity ?? span.id }
}

/** True for one call of a model, by the operation that the span names; older spans without one must carry an answer. */
function isModelCall(attributes: JsonObject): boolean {
  const sdk = attributeText(attributes, 'ai.operationId')
  if (sdk !== null) return /\.do(Generate|Stream|Embed)\b/.test(sdk)
  const operation = attributeText(attributes, 'gen_ai.operation.name', 'llm.request.type')
  if (operation !== null) return CALLS.has(operation)
  if (attributeText(attributes, 'traceloop.span.kind', 'gen_ai.agent.name', 'agent_name') !== null) return false
  const answered = attributeText(attributes, 'gen_ai.response.model', 'gen_ai.response.id') !== null
  return answered || attributeAt(attributes, 'gen_ai.response.finish_reasons') !== undefined
}
