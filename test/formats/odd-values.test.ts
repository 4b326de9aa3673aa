import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../src/formats/index.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'
import { told } from './told.ts'

/** String() throws for it. */
const ODD: Json = { toString: false }

/** The value with one thing in it replaced, for each thing in it. */
function replaced(value: Json): readonly Json[] {
  const inside = isArray(value)
    ? value.flatMap((each, at) => replaced(each).map((changed) => value.with(at, changed)))
    : isObject(value)
      ? Object.keys(value).flatMap((key) => replaced(value[key]!).map((changed) => ({ ...value, [key]: changed })))
      : []
  return [ODD, ...inside]
}

describe('an object that cannot be made a text, in place of any value', () => {
  const ofJson = FORMATS.filter(({ example }) => /^[[{]/.test(example))
  it.each(ofJson.map((format) => [format.name, format] as const))('is no crash for %s', (_, format) => {
    const entries = (JSON.parse(`[${format.example.trim().split('\n').join(',')}]`) as Json[]).flat() as JsonObject[]
    const changed = entries.map((entry) => replaced(entry).filter(isObject))
    for (const [at, changes] of changed.entries())
      for (const change of changes) expect(() => told(format, entries.with(at, change))).not.toThrow()
  })
})
