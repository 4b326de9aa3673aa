import { sumOf } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeOf } from '../usage/time.ts'
import { attributeText } from './otel-attributes.ts'
import { attributeAmount, attributeCount, otelAttributes } from './otel-usage.ts'

/** A span or a log record, as far as a call is concerned. */
interface Telemetry {
  readonly attributes: JsonObject
  readonly resource: JsonObject
  readonly time: number | null
}

/**
 * A request of Claude Code: its event `api_request` and its span `claude_code.llm_request` carry the same attributes and
 * the same `request_id`. Cache lies outside the input, against the conventions.
 */
export function claudeCodeRequest({ attributes, resource, time }: Telemetry): UsageRecord {
  const read = attributeCount(attributes, 'cache_read_tokens')
  const written = attributeCount(attributes, 'cache_creation_tokens')
  const session = attributeText(attributes, 'session.id')
  const sequence = attributeCount(attributes, 'event.sequence')
  return {
    model: attributeText(attributes, 'model', 'gen_ai.request.model'),
    provider: null,
    counts: {
      ...NO_COUNTS,
      inputTokens: sumOf(attributeCount(attributes, 'input_tokens'), read, written),
      cacheReadInputTokens: read,
      cacheCreationInputTokens: written,
      outputTokens: attributeCount(attributes, 'output_tokens'),
    },
    identity:
      attributeText(attributes, 'request_id') ??
      (session !== null && sequence !== null ? `${session} event ${sequence}` : null),
    time: timeOf(attributes['event.timestamp']) ?? time,
    mode: attributeText(attributes, 'speed') === 'fast' ? 'fast' : null,
    loggedCostUsd: attributeAmount(attributes, 'cost_usd'),
    // Its session's own file names calls by other ids.
    total: { of: 'call' },
    attributes: otelAttributes(attributes, resource),
  }
}
