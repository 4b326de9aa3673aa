/**
 * Parsed JSON as formats see it, and the few careful ways to look into it. A value of an unexpected type is treated as
 * absent here; only token counts are strict (count.ts).
 */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json | undefined
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** The object under `key`, or null. */
export function objectAt(parent: JsonObject | null, key: string): JsonObject | null {
  const value = parent?.[key]
  return isObject(value) ? value : null
}

/** The objects among the elements of the array under `key`; [] when there is no array. */
export function objectsAt(parent: JsonObject | null, key: string): readonly JsonObject[] {
  const value = parent?.[key]
  return isArray(value) ? value.filter(isObject) : []
}

/** A value as part of a key; of an object or list only that it is one: it may be of any depth, and String() may throw for it. */
export function keyText(value: Json | undefined): string {
  return typeof value === 'object' && value !== null ? '{}' : String(value)
}

/** The non-empty string under `key`, or null. */
export function textAt(parent: JsonObject | null, key: string): string | null {
  const value = parent?.[key]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A string or finite number under `key` as text, for ids that some tools write as numbers; null otherwise. */
export function idAt(parent: JsonObject | null, key: string): string | null {
  const value = parent?.[key]
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : textAt(parent, key)
}

/** The first of `keys` that holds a non-empty string, or null. */
export function firstTextAt(parent: JsonObject | null, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = textAt(parent, key)
    if (text !== null) return text
  }
  return null
}
