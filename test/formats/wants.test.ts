import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../src/formats/index.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'
import { isWantedList, ONLY, type Wants } from '../../src/usage/wants.ts'
import { naiveEntries } from '../naive/entries.ts'
import { hostileVariants } from '../naive/hostile.ts'
import { pruned } from '../scan/pruned.ts'
import { told } from './told.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')

/** Every entry of every fixture, those that are hostile or of other formats among them. */
const entries = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .flatMap((file) => naiveEntries(readFileSync(join(file.parentPath, file.name))))

const riding = FORMATS.filter((format) => format.wants !== undefined)

describe.each(riding.map((format) => [format.name, format] as const))('what %s wants', (_, format) => {
  const seenBy = (entry: JsonObject) => {
    const seen = pruned(entry, format.wants!)
    if (seen === null) return entry
    return guarded(format.recurs?.isClosed === true ? entry : seen, format.wants!, format.recurs?.isClosed === true)
  }
  const own = entries.filter((entry) => format.recognizes(entry))

  it('is all that it looks at to recognize an entry', () => {
    for (const entry of entries) {
      expect(format.recognizes(seenBy(entry))).toBe(format.recognizes(entry))
    }
  })

  it('is all that it reads from entries of its own', () => {
    const seen = own.map(seenBy)
    expect(told(format, seen)).toEqual(told(format, own))
  })

  it('is all that it looks at in entries with hostile values', () => {
    fc.assert(
      fc.property(fc.constantFrom(...own).chain(hostileVariants), (entry) => {
        const seen = seenBy(entry)
        expect(format.recognizes(seen)).toBe(format.recognizes(entry))
        if (format.recognizes(entry)) expect(told(format, [seen])).toEqual(told(format, [entry]))
      }),
      { numRuns: 2000 },
    )
  })
})

it('is of pairs at most eight plain letters of a name, and something', () => {
  const beginnings = riding.flatMap(({ wants }) => beginningsIn(wants!))
  expect(beginnings).not.toEqual([])
  for (const beginning of beginnings) expect(beginning).toMatch(/^[!-~]{1,8}$/)
})

function beginningsIn(wanted: Wants[string]): readonly string[] {
  if (wanted === true) return []
  if (!isWantedList(wanted)) return Object.values(wanted).flatMap(beginningsIn)
  const [element, pairs] = wanted
  return [...beginningsIn(element), ...(pairs?.beginnings ?? [])]
}

describe('the guard of these tests', () => {
  it.each<[string, (entry: JsonObject) => unknown]>([
    ['a look at a key that is not wanted', (entry) => entry['other']],
    ['a question whether it is there', (entry) => 'other' in entry],
    ['a look at all keys', (entry) => ({ ...entry })],
    ['a look at one below', (entry) => (entry['usage'] as JsonObject)['other']],
  ])('catches %s', (_, look) => {
    const wants = { usage: { input_tokens: true } } as const
    expect(() => look(guarded({ usage: { input_tokens: 1 } }, wants))).toThrow('not wanted')
  })
})

/**
 * The entry, but a look at anything that is not wanted throws; `isClosed`: all keys may be seen. So they may where there are no
 * others.
 */
function guarded(entry: JsonObject, wants: Wants, isClosed = false): JsonObject {
  const isWhole = wants[ONLY] === true
  const check = (key: string | symbol) => {
    if (typeof key === 'string' && !isWhole && !Object.hasOwn(wants, key)) throw new Error(`${key} is not wanted`)
  }
  return new Proxy(entry, {
    get(target, key) {
      check(key)
      return typeof key === 'string' && Object.hasOwn(target, key) ? guardedValue(target[key]!, wants[key]!) : undefined
    },
    has(target, key) {
      check(key)
      return Object.hasOwn(target, key)
    },
    getOwnPropertyDescriptor(target, key) {
      if (!isClosed && !isWhole) check(key)
      return Object.getOwnPropertyDescriptor(target, key)
    },
    ownKeys(target) {
      if (isClosed || isWhole) return Object.keys(target)
      throw new Error('all keys are not wanted')
    },
  })
}

function guardedValue(value: Json, wanted: Wants[string]): Json {
  if (wanted === true) return value
  if (!isWantedList(wanted)) return isObject(value) ? guarded(value, wanted) : value
  const [element, pairs] = wanted
  if (isArray(value)) return value.map((each) => guardedValue(each, element))
  if (pairs === undefined || !isObject(value)) return value
  // What begins as wanted is there beside what is named, and all that is there may be seen.
  return guarded(value, { ...trueFor(value), ...element, ...ASKED_OF_OBJECTS }, true)
}

/** Where an object may have its attributes is asked of these too; no attribute is called so that is wanted. */
const ASKED_OF_OBJECTS: Wants = { attributes: true, _rawAttributes: true, _attributes: true, Attributes: true }

function trueFor(object: JsonObject): Wants {
  return Object.fromEntries(Object.keys(object).map((key) => [key, true as const]))
}
