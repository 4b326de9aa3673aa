import { isArray, isObject, type Json } from '../usage/json.ts'
import { PAYLOADS } from '../usage/payloads/index.ts'

/** Keys that some payload is known by. */
const MARKERS = new Set(PAYLOADS.flatMap(({ markers }) => markers.map((marker) => marker.replaceAll('"', ''))))
const MARKER_IN_TEXT = new RegExp(
  `"(?:${[...MARKERS].map((key) => key.replace(/\W/g, '\\$&')).join('|')})"\\s*:\\s*"?\\d`,
)

/** True when a key below `value` is one of a payload. Not recursive: it may be nested deeper than a call stack. */
export function namesUsage(value: Json): boolean {
  const open: (Json | undefined)[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (isObject(next) && Object.keys(next).some((key) => MARKERS.has(key))) return true
    if (isObject(next) || isArray(next)) for (const each of Object.values(next)) open.push(each)
  }
  return false
}

/** True for text that states a count as JSON does, and that could not be read: a piece of a record that a log driver cut. */
export function isCutRecord(text: string): boolean {
  return text.includes('{"') && MARKER_IN_TEXT.test(text)
}
