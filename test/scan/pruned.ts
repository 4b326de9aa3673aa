import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'
import type { Wants } from '../../src/usage/wants.ts'

/** What is left of an object when only wanted keys stay: what Wants says, word for word. */
export function pruned(object: JsonObject, wants: Wants): JsonObject {
  const kept = Object.entries(object).filter(([key]) => Object.hasOwn(wants, key))
  return Object.fromEntries(kept.map(([key, value]) => [key, prunedValue(value!, wants[key]!)]))
}

function prunedValue(value: Json, wanted: Wants[string]): Json {
  if (wanted === true) return value
  if (isList(wanted)) return isArray(value) ? value.map((each) => prunedValue(each, wanted[0])) : value
  return isObject(value) ? pruned(value, wanted) : value
}

function isList(wanted: Wants | readonly [Wants]): wanted is readonly [Wants] {
  return Array.isArray(wanted)
}
