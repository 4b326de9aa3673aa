import { isObject, type Json, type JsonObject, textAt } from '../usage/json.ts'
import { type AnsweredCall, batchedCallIn, callIn } from './answers.ts'
import type { Endpoint } from './endpoints.ts'
import { EventCutter } from './server-sent-events.ts'
import { StreamedAnswer } from './streamed-answer.ts'
import type { BodyWatcher } from './watched-response.ts'

/** Where what was found goes. */
export interface CallSink {
  call(call: AnsweredCall): void
  /** Something in here failed; the answer itself is fine. */
  failed(error: unknown): void
}

/** Watches an answer of `endpoint` and hands over its calls, however its reader reads it. Throws nothing. */
export function answerWatcher(endpoint: Endpoint, contentType: string, sink: CallSink): BodyWatcher {
  const reading =
    endpoint.holds === 'batch'
      ? batchReading(sink)
      : /event-stream/.test(contentType)
        ? streamReading(endpoint, sink)
        : bodyReading(endpoint, sink)
  const safe = <A extends unknown[]>(step: (...args: A) => void) => {
    return (...args: A) => {
      try {
        step(...args)
      } catch (error) {
        sink.failed(error)
      }
    }
  }
  return { json: safe(reading.json), bytes: safe(reading.bytes), end: safe(reading.end) }
}

/** One JSON document. Bytes are kept only where the reader takes it as bytes. */
function bodyReading(endpoint: Endpoint, sink: CallSink): BodyWatcher {
  const chunks: Uint8Array[] = []
  let answer: unknown = null
  return {
    json(value) {
      answer = value
    },
    bytes(chunk) {
      chunks.push(chunk)
    },
    end(whole) {
      const body = answer ?? parsed(Buffer.concat(chunks).toString('utf8'))
      if (isObject(body as Json)) handOver(body as JsonObject, endpoint, sink)
      else if (!whole && endpoint.holds === 'call') sink.call(cut(null))
    },
  }
}

/** A streamed answer; what is known of it when it ends counts, however it ends. */
function streamReading(endpoint: Endpoint, sink: CallSink): BodyWatcher {
  const answer = new StreamedAnswer()
  const cutter = new EventCutter((data) => answer.push(data))
  return {
    json() {},
    bytes(chunk) {
      cutter.push(chunk)
    },
    end(whole) {
      if (whole) cutter.end()
      handOverStream(answer, endpoint, sink)
    },
  }
}

/** JSON lines, each with an answer of its own. */
function batchReading(sink: CallSink): BodyWatcher {
  const decoder = new TextDecoder()
  let rest = ''
  const read = (line: string) => {
    const value = line.includes('"custom_id"') ? parsed(line) : null
    const call = isObject(value) ? batchedCallIn(value) : null
    if (call !== null) sink.call(call)
  }
  return {
    json(value) {
      const call = isObject(value as Json) ? batchedCallIn(value as JsonObject) : null
      if (call !== null) sink.call(call)
    },
    bytes(chunk) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) read(line)
    },
    end() {
      read(rest)
    },
  }
}

/** What a stream has told when it ends, in whatever way. */
export function handOverStream(answer: StreamedAnswer, endpoint: Endpoint, sink: CallSink): void {
  const body = answer.whole()
  const known = body === null ? null : callIn(body)
  if (body !== null && answer.ended) handOver(body, endpoint, sink)
  else if (endpoint.holds === 'call' || known?.usage != null) sink.call(cut(known))
}

const UNFINISHED = new Set(['queued', 'in_progress'])

/** What a whole answer tells. */
export function handOver(answer: JsonObject, endpoint: Endpoint, sink: CallSink): void {
  const call = callIn(answer)
  if (call.usage === null && (endpoint.holds === 'maybe' || UNFINISHED.has(textAt(answer, 'status') ?? ''))) return
  sink.call(call)
}

/** A call whose answer was cut: `known` is what was stated before. */
function cut(known: AnsweredCall | null): AnsweredCall {
  if (known === null) return { model: null, usage: null, details: { partial: true } }
  return { ...known, details: { ...known.details, partial: true } }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
