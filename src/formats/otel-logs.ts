import { isUnstated, NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, keyText } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeOf } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { geminiCliTelemetry, telemetryCounts } from './gemini-cli-telemetry.ts'
import { attributeText } from './otel-attributes.ts'
import { claudeCodeRequest } from './otel-claude-code.ts'
import { isCopilotChat } from './otel-copilot-chat.ts'
import { holdsLogRecords, type LogRecord, logRecordsOf } from './otel-log-record.ts'
import { attributeCount, genAiCounts, genAiModel, genAiProvider, otelAttributes } from './otel-usage.ts'

/** OpenTelemetry log events that state one model call each. */
export const otelLogs: Format = {
  name: 'otel-logs',
  title: 'OpenTelemetry log events (Claude Code, Codex, Gemini CLI, GenAI conventions)',
  example:
    '{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1772359200000000000","body":{"stringValue":"claude_code.api_request"},"attributes":[{"key":"event.name","value":{"stringValue":"api_request"}},{"key":"model","value":{"stringValue":"claude-opus-4-6"}},{"key":"input_tokens","value":{"intValue":"4"}},{"key":"output_tokens","value":{"intValue":"250"}},{"key":"cache_read_tokens","value":{"intValue":"30000"}},{"key":"cache_creation_tokens","value":{"intValue":"1200"}},{"key":"cost_usd","value":{"doubleValue":0.03}},{"key":"request_id","value":{"stringValue":"req_1"}}]}]}]}]}',
  needles: ['api_request', 'codex.sse_event', '.api_response', 'gen_ai.usage'],
  selfContained: true,
  docs: {
    identity:
      '`request_id` (Claude Code), conversation and time (Codex), the span that the event was written in (GenAI); of a session whose own file is read too, only what it leaves counts',
    counts: 'per call; cache outside input for Claude Code, inside for Codex and the GenAI conventions',
    ignores: 'all other events; metrics (`claude_code.token.usage`, `gen_ai.client.token.usage` repeat the events)',
  },
  recognizes: (entry) =>
    holdsLogRecords(entry) &&
    !isCopilotChat(entry) &&
    !geminiCliTelemetry.recognizes(entry) &&
    ('resourceLogs' in entry ||
      'resource_logs' in entry ||
      logRecordsOf(entry).some((each) => readerOf(each) !== null)),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    eachItem(logRecordsOf(entry), sink, (record) => {
      const call = readerOf(record)?.(record) ?? null
      if (call !== null && !isUnstated(call.counts)) sink.record(call)
    })
  },
}

type EventReader = (record: LogRecord) => UsageRecord | null

const EVENTS: Readonly<Record<string, EventReader>> = {
  'claude_code.api_request': claudeCodeRequest,
  'codex.sse_event': codexEvent,
  'gemini_cli.api_response': geminiResponse,
  'qwen-code.api_response': geminiResponse,
  'gen_ai.client.inference.operation.details': genAiEvent,
}

/** `api_request` stands without its prefix in the attribute `event.name`; the scope or the service says whose it is. */
function readerOf({ names, scope, resource }: LogRecord): EventReader | null {
  const name = names.find((each) => Object.hasOwn(EVENTS, each))
  if (name !== undefined) return EVENTS[name]!
  const writer = `${scope} ${attributeText(resource, 'service.name') ?? ''}`
  return names.includes('api_request') && /claude[._-]?code/.test(writer) ? claudeCodeRequest : null
}

function codexEvent({ attributes, time }: LogRecord): UsageRecord | null {
  if (attributeText(attributes, 'event.kind') !== 'response.completed') return null
  const session = attributeText(attributes, 'conversation.id')
  const at = timeOf(attributes['event.timestamp']) ?? time
  return {
    model: attributeText(attributes, 'model', 'slug'),
    provider: null,
    counts: {
      ...NO_COUNTS,
      inputTokens: attributeCount(attributes, 'input_token_count'),
      cacheReadInputTokens: attributeCount(attributes, 'cached_token_count'),
      outputTokens: attributeCount(attributes, 'output_token_count'),
      reasoningOutputTokens: attributeCount(attributes, 'reasoning_token_count'),
    },
    identity: session !== null && at !== null ? `${session} ${keyText(attributes['event.timestamp'] ?? at)}` : null,
    time: at,
    total: { of: 'call' },
    attributes: knownAttributes({ session, user: attributeText(attributes, 'user.email', 'user.account_id') }),
  }
}

/** As `gemini-cli-telemetry` reads it, so that both exports of one event are the same call. */
function geminiResponse({ attributes, time }: LogRecord): UsageRecord {
  const session = attributeText(attributes, 'session.id')
  const id = attributeText(attributes, 'response_id', 'prompt_id')
  const at = timeOf(attributes['event.timestamp']) ?? time
  return {
    model: attributeText(attributes, 'model'),
    provider: null,
    counts: telemetryCounts(attributes),
    identity: id === null || at === null ? null : `${session}:${id}@${at}`,
    time: at,
    total: { of: 'call' },
    attributes: knownAttributes({ session, user: attributeText(attributes, 'user.email', 'user.id') }),
  }
}

function genAiEvent({ attributes, resource, time, span }: LogRecord): UsageRecord {
  return {
    model: genAiModel(attributes),
    provider: genAiProvider(attributes),
    counts: genAiCounts(attributes),
    identity: span,
    time,
    attributes: otelAttributes(attributes, resource),
  }
}
