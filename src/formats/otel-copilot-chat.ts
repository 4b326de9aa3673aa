import { isUnstated } from '../usage/counts.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { eachItem } from './each-item.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'
import { attributesOf, attributeText } from './otel-attributes.ts'
import { genAiCall } from './otel-call.ts'
import { holdsLogRecords, type LogRecord, logRecordsOf } from './otel-log-record.ts'
import { holdsSpans, spansOf } from './otel-span.ts'
import { genAiCounts, genAiModel, otelAttributes } from './otel-usage.ts'

/**
 * The telemetry file of VS Code's Copilot Chat: events, spans and metrics in one file. One `gen_ai.response.id` and one
 * span context are shared by all calls of a turn, so the time belongs to an event's identity. Where the file has spans of
 * the calls, these are counted and the events repeat them.
 */
export const otelCopilotChat: Format = {
  name: 'otel-copilot-chat',
  title: 'VS Code Copilot Chat telemetry (file exporter)',
  example:
    '{"hrTime":[1772359200,0],"resource":{"_rawAttributes":[["service.name","copilot-chat"],["session.id","s1"]]},"instrumentationScope":{"name":"copilot-chat"},"attributes":{"event.name":"gen_ai.client.inference.operation.details","gen_ai.operation.name":"chat","gen_ai.response.model":"gpt-4o-mini-2024-07-18","gen_ai.response.id":"r1","gen_ai.usage.input_tokens":1700,"gen_ai.usage.output_tokens":5},"_body":"GenAI inference: gpt-4o-mini"}',
  needles: ['gen_ai.usage', 'gen_ai.operation.name'],
  selfContained: false,
  docs: {
    identity: '`gen_ai.response.id` and time of the event; trace id and span id of a span',
    counts: 'per call; cache inside input',
    ignores: '`copilot_chat.agent.turn` (repeats its call), metrics, events beside spans of the same file',
  },
  recognizes: isCopilotChat,
  open,
}

/** True for one event, span or set of metrics that Copilot Chat wrote as a plain object. */
export function isCopilotChat(entry: JsonObject): boolean {
  const scope = objectAt(entry, 'instrumentationScope')
  if (textAt(scope, 'name') === 'copilot-chat') return true
  return (
    scope === null &&
    'resource' in entry &&
    attributeText(attributesOf(entry['resource']), 'service.name') === 'copilot-chat'
  )
}

function open(): FormatReader {
  const events: { readonly call: UsageRecord; readonly at: EntryPlace }[] = []
  let hasSpans = false
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      if (holdsLogRecords(entry)) {
        eachItem(logRecordsOf(entry).filter(isCall), sink, (record) => {
          const call = callOf(record)
          if (!isUnstated(call.counts)) events.push({ call, at: sink.at })
        })
      } else if (holdsSpans(entry)) {
        eachItem(spansOf(entry), sink, (span) => {
          const call = genAiCall(span)
          if (call === null) return
          hasSpans = true
          sink.record(call)
        })
      }
    },
    close(sink: RecordSink): void {
      for (const { call, at } of events) hasSpans ? sink.folded(at) : sink.record(call, at)
    },
  }
}

function isCall({ names }: LogRecord): boolean {
  return names.includes('gen_ai.client.inference.operation.details')
}

function callOf({ attributes, resource, time }: LogRecord): UsageRecord {
  const id = attributeText(attributes, 'gen_ai.response.id')
  return {
    model: genAiModel(attributes),
    provider: null,
    counts: genAiCounts(attributes),
    identity: id === null || time === null ? null : `${id} ${time}`,
    time,
    attributes: otelAttributes(attributes, resource),
  }
}
