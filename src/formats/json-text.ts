import { isObject, type Json, type JsonObject } from '../usage/json.ts'

/** The object that a value is, or that its text holds as JSON (columns of databases, attributes of spans); else null. */
export function objectIn(value: Json | undefined): JsonObject | null {
  if (typeof value !== 'string') return isObject(value) ? value : null
  if (!value.trimStart().startsWith('{')) return null
  try {
    const parsed = JSON.parse(value) as Json
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
