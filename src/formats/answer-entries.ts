import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'

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

/** Base64 as text; null for what is none. */
export function decodedText(base64: string): string | null {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
  } catch {
    return null
  }
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
