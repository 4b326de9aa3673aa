import { countAt, sumOf } from '../usage/count.ts'
import { isUnstated, isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { idAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/**
 * The telemetry outfile of Gemini CLI and Qwen Code: OpenTelemetry's console objects one after another. Of all events
 * and metrics only `api_response` is a call.
 */
export const geminiCliTelemetry: Format = {
  name: 'gemini-cli-telemetry',
  title: 'Gemini CLI and Qwen Code telemetry',
  example:
    '{"attributes":{"session.id":"s1","event.name":"gemini_cli.api_response","event.timestamp":"2026-03-01T10:00:00Z","model":"gemini-2.5-flash","input_token_count":12207,"output_token_count":105,"cached_content_token_count":2558,"thoughts_token_count":153,"tool_token_count":0,"prompt_id":"p1"}}',
  needles: [],
  selfContained: true,
  docs: {
    identity:
      'session, `response_id` or `prompt_id`, and time; of a session whose chat is read too, only what the chat leaves counts',
    counts: 'per call; cache inside input, thoughts outside output unless the total says inside',
    ignores: '`api_request`, failed calls, metrics and every other event',
  },
  recognizes: (entry) => /^(gemini_cli|qwen-code)\./.test(textAt(objectAt(entry, 'attributes'), 'event.name') ?? ''),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const attributes = objectAt(entry, 'attributes')
    const counts = attributes === null ? NO_COUNTS : telemetryCounts(attributes)
    const isCall = textAt(attributes, 'event.name')?.endsWith('.api_response') === true
    const failed = Number(attributes?.['status_code'] ?? 0) >= 400
    if (!isCall || failed || isUnstated(counts) || isZero(counts)) return
    const session = textAt(attributes, 'session.id')
    const time = timeAt(attributes, 'event.timestamp') ?? timeAt(entry, 'timestamp')
    const id = textAt(attributes, 'response_id') ?? textAt(attributes, 'prompt_id')
    sink.record({
      model: textAt(attributes, 'model'),
      provider: null,
      counts,
      identity: id === null || time === null ? null : `${session}:${id}@${time}`,
      time,
      total: { of: 'call' },
      attributes: knownAttributes({ session, user: idAt(attributes, 'user.email') ?? idAt(attributes, 'user.id') }),
    })
  },
}

/** Counts of an `api_response` event. Qwen Code writes thoughts inside the output; its total says so. */
export function telemetryCounts(event: JsonObject): TokenCounts {
  const input = countAt(event, 'input_token_count')
  const tool = countAt(event, 'tool_token_count')
  const output = countAt(event, 'output_token_count')
  const thoughts = countAt(event, 'thoughts_token_count')
  const total = countAt(event, 'total_token_count')
  const isInside = total !== null && total > 0 && total === sumOf(input, tool, output)
  return {
    ...NO_COUNTS,
    inputTokens: sumOf(input, tool),
    cacheReadInputTokens: countAt(event, 'cached_content_token_count'),
    outputTokens: isInside ? output : sumOf(output, thoughts),
    reasoningOutputTokens: thoughts,
  }
}
