import { isObject, type Json, type JsonObject, textAt } from '../usage/json.ts'

/**
 * The events in the binary frames that AWS streams answers in (application/vnd.amazon.eventstream), each as its SDKs hand
 * it on: `{ metadata: { usage } }` of ConverseStream, the answer's own event of InvokeModelWithResponseStream. Null for
 * bytes that are none. A frame that was cut ends the stream. Source: AWS SDK, "Event stream encoding".
 */
export function eventsOf(bytes: Uint8Array): readonly JsonObject[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const events: JsonObject[] = []
  let from = 0
  while (from + PRELUDE <= bytes.length) {
    const [length, headers] = [view.getUint32(from), view.getUint32(from + 4)]
    if (checksum(bytes.subarray(from, from + 8)) !== view.getUint32(from + 8)) return from === 0 ? null : events
    if (from + length > bytes.length || headers > length - OVERHEAD) return events
    const begin = from + PRELUDE + headers
    const event = eventOf(bytes.subarray(from + PRELUDE, begin), bytes.subarray(begin, from + length - 4))
    if (event !== null) events.push(event)
    from += length
  }
  return from === 0 ? null : events
}

/** Length, length of the headers, their checksum. */
const PRELUDE = 12
/** The prelude and the checksum behind the payload. */
const OVERHEAD = 16

function eventOf(headers: Uint8Array, payload: Uint8Array): JsonObject | null {
  const type = eventType(headers)
  const body = parsed(new TextDecoder().decode(payload))
  if (type === null || !isObject(body)) return null
  const inner = type === 'chunk' ? textAt(body, 'bytes') : null
  if (inner === null) return { [type]: body }
  const event = parsed(new TextDecoder().decode(bytesOf(inner) ?? new Uint8Array()))
  return isObject(event) ? event : null
}

/** The value of `:event-type`; null where there is none (exceptions). All headers of these streams are strings. */
function eventType(headers: Uint8Array): string | null {
  const view = new DataView(headers.buffer, headers.byteOffset, headers.byteLength)
  const text = (from: number, length: number) => new TextDecoder().decode(headers.subarray(from, from + length))
  for (let at = 0; at < headers.length; ) {
    const name = headers[at]!
    const value = at + 1 + name + 3
    if (value > headers.length || headers[value - 3] !== STRING) return null
    const length = view.getUint16(value - 2)
    if (text(at + 1, name) === ':event-type') return text(value, length)
    at = value + length
  }
  return null
}

const STRING = 7

/** Base64 as bytes; null for what is none. */
export function bytesOf(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}

/** CRC-32. */
function checksum(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
