import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import type { Format, FormatReader } from './format.ts'
import { frameAround, framedSink } from './framed-sink.ts'
import { InnerReaders } from './inner-readers.ts'
import { objectIn } from './json-text.ts'
import { modelIn } from './surroundings.ts'

/** Keys under which log drivers and collectors keep the line that a program wrote. */
const LINE = [
  'message',
  '@message',
  'MESSAGE',
  'msg',
  'log',
  'line',
  '_raw',
  'raw',
  'textPayload',
  'event',
  'data',
  'body',
]
/** Keys under which they keep it parsed, and under which they keep many. */
const PARSED = ['jsonPayload', '_source']
const LISTS = ['events', 'logEvents']

/**
 * Lines of other formats inside records of log drivers and collectors: Docker, journald, CloudWatch, Cloud Logging,
 * Elasticsearch, Splunk. A line is read by the first of the known formats that knows it; what none of them knows stays `generic`'s.
 */
export function logLine(knownFormats: () => readonly Format[]): Format {
  const parsed = new WeakMap<JsonObject, readonly JsonObject[]>()
  let known: readonly Format[] = []
  const linesIn = (entry: JsonObject) => {
    const before = parsed.get(entry)
    if (before !== undefined) return before
    if (known.length === 0) known = knownFormats()
    const lines = entriesInside(entry).filter((line) => known.some((format) => format.recognizes(line)))
    parsed.set(entry, lines)
    return lines
  }
  return {
    name: 'log-line',
    title: 'lines of other formats inside records of log drivers (Docker, journald, CloudWatch, Cloud Logging …)',
    example:
      '{"log":"{\\"id\\":\\"chatcmpl-AbCdEfGhIjKlMnOpQrSt\\",\\"object\\":\\"chat.completion\\",\\"created\\":1772359200,\\"model\\":\\"gpt-4o-2024-08-06\\",\\"choices\\":[],\\"usage\\":{\\"prompt_tokens\\":12,\\"completion_tokens\\":5,\\"total_tokens\\":17}}\\n","stream":"stdout","time":"2026-03-01T10:00:00.000000000Z"}',
    needles: [],
    selfContained: false,
    docs: {
      identity: 'as the format of the line has it',
      counts: 'as the format of the line counts',
      ignores: 'what the format of the line ignores',
    },
    recognizes: (entry) => linesIn(entry).length > 0,
    open(file): FormatReader {
      const readers = new InnerReaders(known, file)
      return {
        push(entry, sink) {
          const around = { object: entry, outer: null, fromText: false }
          const frame = frameAround(around, { model: modelIn(entry), provider: null })
          readers.push(linesIn(entry), framedSink(sink, frame))
        },
        close: (sink) => readers.close(sink),
      }
    },
  }
}

function entriesInside(entry: JsonObject): readonly JsonObject[] {
  const lists = LISTS.flatMap((key) => (isArray(entry[key]) ? entry[key].filter(isObject) : []))
  return [entry, ...lists].flatMap((holder) => [
    ...LINE.flatMap((key) => textObject(holder[key])),
    ...PARSED.flatMap((key) => {
      const held = holder[key]
      return isObject(held) ? [held] : []
    }),
  ])
}

function textObject(value: Json | undefined): readonly JsonObject[] {
  const held = typeof value === 'string' ? objectIn(value) : null
  return held === null ? [] : [held]
}
