import { isAscii } from 'node:buffer'
import { isObject, type Json, type JsonObject } from '../usage/json.ts'
import { JsonWalker } from './json-walker.ts'

export interface ParsedEntry {
  readonly objects: readonly JsonObject[]
  /** Values among them that are no objects. */
  readonly others: number
  /** True when some of it is not valid JSON. */
  readonly broken: boolean
}

/**
 * The objects of an entry's bytes: one, or several that stand on one line without a separator. What is whole is kept
 * beside what is broken. Bare NaN and ±Infinity are read as the text "NaN": harmless everywhere but in a count.
 */
export function parseEntry(bytes: Buffer): ParsedEntry {
  const whole = parse(textOf(bytes))
  if (whole !== undefined)
    return isObject(whole) ? { objects: [whole], others: 0, broken: false } : { objects: [], others: 1, broken: false }
  const { pieces, rest } = split(bytes)
  const values = pieces.map((piece) => parse(textOf(piece)) ?? parse(withoutNaN(textOf(piece))))
  const [objects, broken] = [values.filter(isObject), values.filter((value) => value === undefined)]
  return { objects, others: values.length - objects.length - broken.length, broken: rest || broken.length > 0 }
}

/** More begins of an object in one line of text are not tried: each may cost a walk over the whole line. */
const MOST_TRIES = 64

/** The JSON objects that stand in a line of text: "INFO {…} took 3s". */
export function objectsIn(bytes: Buffer): readonly JsonObject[] {
  const walker = new JsonWalker()
  const objects: JsonObject[] = []
  let from = bytes.indexOf(OPEN_OBJECT)
  for (let tries = 0; from >= 0 && tries < MOST_TRIES; tries++) {
    walker.reset()
    const end = walker.walk(bytes, from, bytes.length)
    const value = end < 0 ? undefined : parse(textOf(bytes.subarray(from, end)))
    if (isObject(value)) objects.push(value)
    from = bytes.indexOf(OPEN_OBJECT, isObject(value) ? end : from + 1)
  }
  return objects
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

/** Values that stand one after another; `rest` when something follows that is none. */
function split(bytes: Buffer): { readonly pieces: readonly Buffer[]; readonly rest: boolean } {
  const walker = new JsonWalker()
  const pieces: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    walker.reset()
    const end = walker.walk(bytes, from, bytes.length)
    if (end < 0) return { pieces, rest: true }
    pieces.push(bytes.subarray(from, end))
    from = end
    while (from < bytes.length && (bytes[from]! <= 32 || bytes[from] === 44)) from++
  }
  return { pieces, rest: false }
}

const OPEN_OBJECT = 123
