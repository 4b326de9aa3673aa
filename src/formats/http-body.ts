import { firstTextAt, isArray, isObject, type Json, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { bytesOf, eventsOf } from './event-stream.ts'

/** What the body of an answer holds: JSON objects, and how many pieces looked like one and were broken. */
export interface BodyEntries {
  readonly entries: readonly JsonObject[]
  readonly broken: number
}

/** Reads a body: a document, a list, JSON lines, or the data of server-sent events; as text or already parsed. */
export function entriesOfBody(body: Json | undefined): BodyEntries {
  if (typeof body !== 'string') return { entries: objectsOf(body), broken: 0 }
  const whole = parsed(body)
  if (whole !== undefined) return { entries: objectsOf(whole), broken: 0 }
  const pieces = body
    .split('\n')
    .map((line) => line.replace(/^data:/, '').trim())
    .filter((line) => /^[{[]/.test(line) && line !== '[DONE]')
  const values = pieces.map(parsed)
  return { entries: values.flatMap(objectsOf), broken: values.filter((value) => value === undefined).length }
}

/** Under which columns a record keeps the body of its response. */
export const FLAT_BODIES = ['response_body', 'responseBody', 'response_text']
const BODIES = [
  'body',
  'body_raw',
  'bodyRaw',
  'rawBody',
  'bodyText',
  'body_text',
  'parsed_body',
  'content',
  'text',
  ...FLAT_BODIES,
]

/** The body as text or parsed: the response itself where it is the answer; undefined when it has none. */
export function bodyOf(response: JsonObject): Json | undefined {
  if (isObject(response['usage']) || isObject(response['usageMetadata'])) return response
  const body = BODIES.map((key) => response[key]).find((each) => each !== undefined && each !== null && each !== '')
  const text = objectAt(response, 'body')?.['string']
  return heldBy(isObject(text) ? text : body, textAt(headersOf(response), 'content-type'))
}

/** What a body that was saved as text, or as base64, holds. */
function heldBy(body: Json | undefined, type: string | null): Json | undefined {
  if (typeof body === 'string' && type?.includes(EVENT_STREAM) === true) return decoded(body) ?? body
  if (!isObject(body)) return body
  const text = firstTextAt(body, 'string', 'base64_string') ?? (isHarContent(body) ? textAt(body, 'text') : null)
  if (text === null) return body
  return 'base64_string' in body || body['encoding'] === 'base64' || type?.includes(EVENT_STREAM) === true
    ? (decoded(text) ?? text)
    : text
}

const EVENT_STREAM = 'vnd.amazon.eventstream'

function isHarContent(body: JsonObject): boolean {
  return 'mimeType' in body || 'size' in body || 'encoding' in body
}

/** Headers by lower-case name: an object, or a list of `{name, value}`; of a value with several, the first. */
export function headersOf(response: JsonObject): JsonObject {
  const headers = response['headers'] ?? objectAt(response, 'ResponseMetadata')?.['HTTPHeaders']
  const pairs = isArray(headers)
    ? headers.filter(isObject).map((header) => [textAt(header, 'name') ?? '', header['value']] as const)
    : Object.entries(isObject(headers) ? headers : {})
  return Object.fromEntries(
    pairs.map(([name, value]) => [name.toLowerCase(), isArray(value) ? value[0] : value] as const),
  )
}

/** Base64 as text, or as the events of a stream in binary frames; null for what is none. */
function decoded(base64: string): Json | null {
  const bytes = bytesOf(base64)
  return bytes === null ? null : (eventsOf(bytes) ?? new TextDecoder().decode(bytes))
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  if (isArray(value)) return value.flatMap((each) => (isArray(each) ? objectsOf(each) : isObject(each) ? [each] : []))
  return isObject(value) ? [value] : []
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
