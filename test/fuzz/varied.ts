import { isArray, isObject, type Json } from '../../src/usage/json.ts'
import type { Chance } from './chance.ts'

/** Nearly the same again, as the lines of one session are: here another count, there another letter. */
export function varied(value: Json | undefined, chance: Chance): Json {
  if (isArray(value)) return value.map((each) => varied(each, chance))
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, varied(each, chance)]))
  if (typeof value === 'number' && chance.oneIn(3)) return value + chance.below(5)
  if (typeof value === 'string' && chance.oneIn(8)) return value.slice(0, -1) + chance.pick(['a', '7', 'é', '"', ''])
  return value ?? null
}
