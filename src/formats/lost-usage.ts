import { isArray, isObject, type Json } from '../usage/json.ts'
import { PAYLOADS } from '../usage/payloads/index.ts'

/** Markers that are a key or a part of one. */
const MARKERS = PAYLOADS.flatMap(({ markers }) => markers).filter((marker) => /^\w+$/.test(marker))
const MARKED_KEY = new RegExp(MARKERS.join('|'))
const MARKED_COUNT = new RegExp(`"[^"\\\\]*(?:${MARKERS.join('|')})[^"\\\\]*"\\s*:\\s*"?\\d`)

/** True when a key below `value` is one of a payload's. Not recursive: it may be nested deeper than a call stack. */
export function namesUsage(value: Json): boolean {
  const open: (Json | undefined)[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (isObject(next) && Object.keys(next).some((key) => MARKED_KEY.test(key))) return true
    if (isObject(next) || isArray(next)) for (const each of Object.values(next)) open.push(each)
  }
  return false
}

/** True for text that states a count as JSON does, and that could not be read: a piece of a record that a log driver cut. */
export function isCutRecord(text: string): boolean {
  return text.includes('{"') && MARKED_COUNT.test(text)
}
