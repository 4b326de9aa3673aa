import {
  firstTextAt,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
} from '../usage/json.ts'
import { attributesOf, spanTime } from './otel-attributes.ts'

/** A span, whichever exporter wrote it. */
export interface Span {
  readonly name: string
  /** OpenInference's kind where it stands beside the attributes (Phoenix). */
  readonly kind: string | null
  /** Trace id and span id as one text; null where the exporter wrote neither. */
  readonly id: string | null
  /** The id of the span that it lies in, in the same form. */
  readonly parent: string | null
  readonly time: number | null
  readonly attributes: JsonObject
  readonly resource: JsonObject
  readonly failed: boolean
  readonly ended: boolean
}

/** True for an entry that is one span, a list of them under some key, or an OTLP export, of traces or of metrics. */
export function holdsSpans(entry: JsonObject): boolean {
  if (isSpan(entry)) return true
  for (const key of CONTAINERS) if (isArray(entry[key])) return true
  // Grafana Tempo's answers.
  if (isArray(objectAt(entry, 'trace')?.['resourceSpans'])) return true
  if (objectsAt(entry, 'batches').some((batch) => 'scopeSpans' in batch)) return true
  if (objectsAt(entry, 'data').some((trace) => isArray(trace['spans']))) return true
  return listsOfSpans(entry).length > 0
}

/** The one span that an entry is, or null. `bare`: the entry holds nothing but a span's attributes (and perhaps a time). */
export function singleSpan(entry: JsonObject, bare: boolean): Span | null {
  if (!bare && !isSpan(entry)) return null
  return new WrittenSpan(bare ? { ...entry, attributes: entry } : entry, resourceOf(entry))
}

/** All spans of an entry that is no bare set of attributes. */
export function spansOf(entry: JsonObject): readonly Span[] {
  const single = singleSpan(entry, false)
  if (single !== null) return [single]
  const spans: Span[] = []
  const held = objectAt(entry, 'trace') ?? entry
  for (const key of EXPORTS) for (const exported of objectsAt(held, key)) addSpans(exported, spans)
  for (const trace of objectsAt(entry, 'data')) for (const span of spansOfJaeger(trace)) spans.push(span)
  for (const span of listsOfSpans(entry)) spans.push(span)
  return spans
}

const CONTAINERS = ['resourceSpans', 'resource_spans', 'resourceMetrics', 'resource_metrics', 'scopeMetrics']
const EXPORTS = ['resourceSpans', 'resource_spans', 'batches']
const SCOPES = ['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans']

function addSpans(exported: JsonObject, spans: Span[]): void {
  const resource = attributesOf(exported['resource'])
  for (const key of SCOPES) {
    for (const scoped of objectsAt(exported, key))
      for (const span of objectsAt(scoped, 'spans')) spans.push(new WrittenSpan(span, resource))
  }
}

function spansOfJaeger(trace: JsonObject): readonly Span[] {
  return objectsAt(trace, 'spans')
    .filter(isSpan)
    .map((span) => new WrittenSpan(span, resourceOf(span)))
}

/** Spans in lists under any key: `{"spans": […]}`, `{"ai.generateText": […]}`. */
function listsOfSpans(entry: JsonObject): readonly Span[] {
  return Object.values(entry).flatMap((value) => {
    const first = isArray(value) ? value[0] : undefined
    if (!isArray(value) || !isObject(first) || !isSpan(first)) return []
    return value
      .filter(isObject)
      .filter(isSpan)
      .map((span) => new WrittenSpan(span, resourceOf(span)))
  })
}

function isSpan(value: JsonObject): boolean {
  const attributes = value['attributes'] ?? value['Attributes'] ?? value['tags']
  if (typeof attributes !== 'object' || attributes === null || nameOf(value) === null) return false
  if ('hrTimeObserved' in value || 'body' in value || '_body' in value || 'observedTimeUnixNano' in value) return false
  return idOf(value) !== null
}

/** Most spans are no calls, so what only calls need is looked up when it is asked for. */
class WrittenSpan implements Span {
  readonly attributes: JsonObject
  readonly resource: JsonObject
  private readonly span: JsonObject

  constructor(span: JsonObject, resource: JsonObject) {
    this.span = span
    this.resource = resource
    this.attributes = attributesOf(span['attributes'] ?? span['Attributes'] ?? span['tags'])
  }

  get name(): string {
    return nameOf(this.span) ?? ''
  }

  get kind(): string | null {
    return textAt(this.span, 'span_kind')
  }

  get id(): string | null {
    return idOf(this.span)
  }

  get parent(): string | null {
    return parentOf(this.span)
  }

  get time(): number | null {
    return firstTime(this.span)
  }

  get failed(): boolean {
    const status = objectAt(this.span, 'status') ?? objectAt(this.span, 'Status')
    const code = status?.['code'] ?? status?.['status_code'] ?? status?.['statusCode'] ?? status?.['Code']
    return code === 2 || /error/i.test(typeof code === 'string' ? code : '')
  }

  get ended(): boolean {
    const { span } = this
    const end = span['endTimeUnixNano'] ?? span['end_time_unix_nano'] ?? span['end_time']
    return (end ?? span['endTime'] ?? span['EndTime']) !== null
  }
}

function nameOf(span: JsonObject): string | null {
  return firstTextAt(span, 'name', 'Name', 'operationName')
}

function firstTime(span: JsonObject): number | null {
  for (const key of STARTS) {
    const time = spanTime(span[key])
    if (time !== null) return time
  }
  return null
}

const STARTS = ['startTimeUnixNano', 'start_time_unix_nano', 'startTime', 'start_time', 'StartTime', 'timestamp']

function idOf(span: JsonObject): string | null {
  const id = hexIn(contextOf(span), 'spanId', 'span_id', 'SpanID', 'spanID')
  return inTrace(span, id ?? (typeof span['traceId'] === 'string' ? hexId(span['id']) : null))
}

function parentOf(span: JsonObject): string | null {
  const context = objectAt(span, 'parentSpanContext') ?? objectAt(objectAt(span, 'Parent'), 'SpanContext')
  const id = context === null ? null : hexIn(context, 'spanId', 'SpanID')
  return inTrace(span, id ?? hexIn(span, 'parentSpanId', 'parent_span_id', 'parentId', 'parent_id'))
}

function inTrace(span: JsonObject, id: string | null): string | null {
  return id === null ? null : `${hexIn(contextOf(span), ...TRACE_ID) ?? hexIn(span, ...TRACE_ID) ?? ''}/${id}`
}

const TRACE_ID = ['traceId', 'trace_id', 'TraceID', 'traceID']

function contextOf(span: JsonObject): JsonObject {
  for (const key of CONTEXT) {
    const context = objectAt(span, key)
    if (context !== null) return context
  }
  return span
}

const CONTEXT = ['spanContext', '_spanContext', 'context', 'SpanContext']

function hexIn(holder: JsonObject, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const id = hexId(holder[key])
    if (id !== null) return id
  }
  return null
}

/** An id without its `0x`; null for none and for the all-zero id of a span that was not recorded. */
export function hexId(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null
  // As nearly all.
  if (value.charCodeAt(0) !== ZERO) return value
  const id = value.replace(/^0x/i, '')
  return /^0*$/.test(id) ? null : id
}

const ZERO = 48

function resourceOf(span: JsonObject): JsonObject {
  return attributesOf(span['resource'] ?? span['Resource'] ?? objectAt(span, 'process')?.['tags'])
}
