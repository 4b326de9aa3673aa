import { isAscii } from 'node:buffer'
import { isObject, type Json, type JsonObject } from '../usage/json.ts'
import { JsonWalker } from './json-walker.ts'

/**
 * The objects of an entry's bytes: one, or several that stand on one line without a separator. null when any of it is
 * not valid JSON. Bare NaN and ±Infinity are read as the text "NaN": harmless everywhere but in a count.
 */
export function parseEntry(bytes: Buffer): readonly JsonObject[] | null {
  const text = textOf(bytes)
  const whole = parse(text)
  if (whole !== undefined) return isObject(whole) ? [whole] : []
  const pieces = split(bytes)
  if (pieces === null) return null
  const values = pieces.map((piece) => parse(textOf(piece)) ?? parse(withoutNaN(textOf(piece))))
  return values.includes(undefined) ? null : values.filter(isObject)
}

/** The JSON object that a line of text ends with ("INFO done {…}"), or null. */
export function parseSuffix(bytes: Buffer): JsonObject | null {
  const from = bytes.indexOf('{')
  const to = bytes.lastIndexOf('}')
  if (from < 0 || to < from) return null
  const values = parseEntry(bytes.subarray(from, to + 1))
  return values?.length === 1 ? values[0]! : null
}

function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (match) => (match.startsWith('"') ? match : '"NaN"'))
}

function split(bytes: Buffer): readonly Buffer[] | null {
  const walker = new JsonWalker()
  const pieces: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    walker.reset()
    const end = walker.walk(bytes, from, bytes.length)
    if (end < 0) return null
    pieces.push(bytes.subarray(from, end))
    from = end
    while (from < bytes.length && (bytes[from]! <= 32 || bytes[from] === 44)) from++
  }
  return pieces
}
