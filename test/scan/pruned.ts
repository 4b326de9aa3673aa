import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'
import { isWantedList, ONLY, type Pairs, type Wants } from '../../src/usage/wants.ts'

/** What is left of an object when only wanted keys stay: what Wants says, word for word. null: it is wanted whole. */
export function pruned(object: JsonObject, wants: Wants): JsonObject | null {
  try {
    return prunedObject(object, wants)
  } catch (error) {
    if (error !== WHOLE) throw error
    return null
  }
}

const WHOLE = Symbol('whole')

function prunedObject(object: JsonObject, wants: Wants): JsonObject {
  const kept = Object.entries(object).filter(([key]) => Object.hasOwn(wants, key))
  if (wants[ONLY] === true && kept.length < Object.keys(object).length) throw WHOLE
  return Object.fromEntries(kept.map(([key, value]) => [key, prunedValue(value!, wants[key]!)]))
}

function prunedValue(value: Json, wanted: Wants[string]): Json {
  if (wanted === true) return value
  if (!isWantedList(wanted)) return isObject(value) ? prunedObject(value, wanted) : value
  if (!isArray(value)) return value
  const [element, pairs] = wanted
  return pairs === undefined ? value.map((each) => prunedValue(each, element)) : objectOf(value, element, pairs)
}

/** The object that an array of pairs stands for. */
function objectOf(list: readonly Json[], wants: Wants, pairs: Pairs): JsonObject {
  const named = list.flatMap((pair): [string, Json][] => {
    const [first, second, ...others] = isObject(pair) ? Object.entries(pair) : []
    if (first?.[0] !== pairs.name || typeof first[1] !== 'string') throw WHOLE
    const isWanted = Object.hasOwn(wants, first[1]) || pairs.beginnings.some((each) => `${first[1]}`.startsWith(each))
    if (!isWanted) return []
    if (second?.[0] !== pairs.value || others.length > 0) throw WHOLE
    return [[first[1], heldBy(second[1], pairs)]]
  })
  return Object.fromEntries(named)
}

function heldBy(value: Json | undefined, { kinds }: Pairs): Json {
  const [first, ...others] = isObject(value) ? Object.entries(value) : []
  if (first === undefined || others.length > 0) throw WHOLE
  if (!kinds.includes(first[0])) return value!
  if (typeof first[1] === 'object' && first[1] !== null) throw WHOLE
  return first[1]!
}
