import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'

/** The object that a value is, or that its text holds as JSON (columns of databases, attributes of spans); else null. */
export function objectIn(value: Json | undefined): JsonObject | null {
  const held = heldBy(value, '{')
  return isObject(held) ? held : null
}

/** The same for a list. */
export function listIn(value: Json | undefined): readonly Json[] | undefined {
  const held = heldBy(value, '[')
  return isArray(held) ? held : undefined
}

function heldBy(value: Json | undefined, open: string): Json | undefined {
  if (typeof value !== 'string') return value
  if (!value.trimStart().startsWith(open)) return undefined
  try {
    return JSON.parse(value) as Json
  } catch {
    return undefined
  }
}
