import { firstTextAt, isObject, type Json, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { anyValue, attributesOf, attributeText, spanTime } from './otel-attributes.ts'
import { hexId } from './otel-span.ts'

/** A log record, whichever exporter wrote it. */
export interface LogRecord {
  /** What it may call its event: the record's own name, the attribute `event.name`, the body. */
  readonly names: readonly string[]
  readonly attributes: JsonObject
  readonly resource: JsonObject
  readonly scope: string
  readonly time: number | null
  /** Trace id and span id of the span that it was written in, as spans name themselves, or null. */
  readonly span: string | null
}

/** True for an OTLP export of logs and for one record as an SDK's exporter prints it. */
export function holdsLogRecords(entry: JsonObject): boolean {
  return 'resourceLogs' in entry || 'resource_logs' in entry || isRecord(entry)
}

export function logRecordsOf(entry: JsonObject): readonly LogRecord[] {
  if (isRecord(entry)) {
    const scope = objectAt(entry, 'instrumentationScope') ?? objectAt(entry, 'scope')
    return [recordOf(entry, attributesOf(entry['resource']), scope)]
  }
  return [...objectsAt(entry, 'resourceLogs'), ...objectsAt(entry, 'resource_logs')].flatMap((exported) => {
    const resource = attributesOf(exported['resource'])
    const scopes = [...objectsAt(exported, 'scopeLogs'), ...objectsAt(exported, 'scope_logs')]
    return scopes.flatMap((scoped) =>
      [...objectsAt(scoped, 'logRecords'), ...objectsAt(scoped, 'log_records')].map((record) =>
        recordOf(record, resource, objectAt(scoped, 'scope')),
      ),
    )
  })
}

function isRecord(entry: JsonObject): boolean {
  const attributes = entry['attributes']
  if (typeof attributes !== 'object' || attributes === null) return false
  const stamped =
    'hrTime' in entry || 'timeUnixNano' in entry || 'timestamp' in entry || 'observedTimeUnixNano' in entry
  return (
    stamped && ('_body' in entry || 'body' in entry || attributeText(attributesOf(attributes), 'event.name') !== null)
  )
}

function recordOf(record: JsonObject, resource: JsonObject, scope: JsonObject | null): LogRecord {
  const attributes = attributesOf(record['attributes'])
  const names = [
    firstTextAt(record, 'eventName', 'event_name'),
    attributeText(attributes, 'event.name'),
    textOf(record['body']) ?? textAt(record, '_body'),
  ]
  return {
    names: names.filter((name) => name !== null),
    attributes,
    resource,
    scope: textAt(scope, 'name') ?? '',
    time: timeOfRecord(record, attributes),
    span: spanOf(objectAt(record, 'spanContext') ?? record),
  }
}

function textOf(body: Json | undefined): string | null {
  const value = isObject(body) ? anyValue(body) : body
  return typeof value === 'string' ? value : null
}

function timeOfRecord(record: JsonObject, attributes: JsonObject): number | null {
  const stamps = [
    record['timeUnixNano'],
    record['time_unix_nano'],
    record['hrTime'],
    record['timestamp'],
    attributes['event.timestamp'],
    record['observedTimeUnixNano'],
  ]
  for (const stamp of stamps) {
    const time = spanTime(stamp)
    if (time !== null) return time
  }
  return null
}

function spanOf(context: JsonObject): string | null {
  const span = hexId(context['spanId'] ?? context['span_id'])
  return span === null ? null : `${hexId(context['traceId'] ?? context['trace_id']) ?? ''}/${span}`
}
