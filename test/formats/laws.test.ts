import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Format } from '../../src/formats/format.ts'
import { FORMATS } from '../../src/formats/index.ts'
import { MalformedUsage } from '../../src/usage/count.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import { PAYLOADS } from '../../src/usage/payloads/index.ts'
import type { UsageRecord } from '../../src/usage/record.ts'
import { naiveEntries } from '../naive/entries.ts'
import { hostileVariants, withKeysReversed } from '../naive/hostile.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const MARKERS = PAYLOADS.flatMap((payload) => payload.markers)

describe('the table of formats', () => {
  it('has names that are unique and in kebab-case', () => {
    const names = FORMATS.map((format) => format.name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
  })

  it('ends with generic, which takes what no other format has', () => {
    expect(FORMATS.at(-1)?.name).toBe('generic')
  })
})

describe.each(FORMATS.map((format) => [format.name, format] as const))('%s', (name, format) => {
  const example = entryOf(format.example)
  const fixtures = fixturesOf(name)

  it('has an example that it recognizes, and no other format but generic does', () => {
    expect(format.recognizes(example), 'the format does not recognize its own example').toBe(true)
    const others = FORMATS.filter((other) => other !== format && other.name !== 'generic' && other.recognizes(example))
    expect(
      name === 'generic' ? [] : others.map((other) => other.name),
      'these formats take the example as well: make `recognizes` narrower',
    ).toEqual([])
  })

  it('has an example that states a call', () => {
    expect(read(format, [example]).length, 'reading the example yields no record').toBeGreaterThan(0)
  })

  it('tells in its docs what identifies a call, how it counts and what it ignores', () => {
    expect(format.title, 'title').not.toBe('')
    for (const [topic, text] of Object.entries(format.docs)) expect(text, `docs.${topic} is empty`).not.toBe('')
  })

  it('shares no entry of its fixtures with another format: shapes exclude one another', () => {
    const shared = fixtures.flatMap(({ file, entries }) =>
      entries.flatMap((entry) =>
        FORMATS.filter((other) => other !== format && other.name !== 'generic' && other.recognizes(entry)).map(
          (other) => `${other.name} takes ${file} as well`,
        ),
      ),
    )
    expect(name === 'generic' ? [] : shared).toEqual([])
  })

  it('has fixtures, one for each trap', () => {
    expect(fixtures.length, `fixtures/${name}/ does not exist or is empty`).toBeGreaterThan(0)
  })

  it('needs no entry that the scanner would pass over', () => {
    const unseen = [example, ...fixtures.flatMap(({ entries }) => entries)]
      .filter((entry) => format.recognizes(entry) && statesCall(format, entry))
      .filter((entry) => !isSeen(format, entry))
    expect(
      unseen.map((entry) => JSON.stringify(entry).slice(0, 200)),
      'these entries state calls but contain none of the needles or payload markers: add a needle',
    ).toEqual([])
  })

  it.each(fixtures.map(({ file, entries }) => [file, entries] as const))(
    'reads %s the same way twice',
    (_, entries) => {
      expect(read(format, entries)).toEqual(read(format, entries))
    },
  )

  it.each(fixtures.map(({ file, entries }) => [file, entries] as const))(
    'reads %s the same way with its keys in another order',
    (_, entries) => {
      expect(sorted(read(format, entries.map(withKeysReversed)))).toEqual(sorted(read(format, entries)))
    },
  )

  it.each(format.selfContained ? fixtures.map(({ file, entries }) => [file, entries] as const) : [])(
    'reads %s the same way in any order of entries: it says that it is self-contained',
    (_, entries) => {
      const once = sorted(read(format, entries))
      fc.assert(
        fc.property(fc.shuffledSubarray([...entries], { minLength: entries.length }), (shuffled) => {
          expect(sorted(read(format, shuffled))).toEqual(once)
        }),
        { numRuns: 5 },
      )
    },
  )

  it('throws nothing but MalformedUsage for hostile values at any place', () => {
    fc.assert(
      fc.property(hostileVariants(example), (entry) => {
        if (format.recognizes(entry)) read(format, [entry, example])
      }),
      { numRuns: 300 },
    )
  })
})

describe('every format', () => {
  const strangers = [
    ...FORMATS.map(({ example }) => entryOf(example)),
    ...FORMATS.flatMap(({ name }) => fixturesOf(name).flatMap(({ entries }) => entries)),
    { text: 'plain' },
    {},
  ]

  it.each(FORMATS.map((format) => [format.name, format] as const))(
    '%s takes entries of all others, as --input-format has it, without throwing anything but MalformedUsage',
    (_, format) => {
      read(format, strangers)
    },
  )
})

/** The entry that an example is: a JSON object, or a line of text. */
function entryOf(example: string): JsonObject {
  return example.startsWith('{') ? (JSON.parse(example) as JsonObject) : { text: example }
}

/** The fixtures of a format with those of their entries that are its own. */
function fixturesOf(name: string): readonly { readonly file: string; readonly entries: readonly JsonObject[] }[] {
  const folder = join(FIXTURES, name)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      file: path.slice(FIXTURES.length + 1),
      entries: naiveEntries(readFileSync(path)).filter(
        (entry) => FORMATS.find((each) => each.recognizes(entry))?.name === name,
      ),
    }))
}

/** All records of these entries, by one reader. An entry that is malformed yields what it yielded before. */
function read(format: Format, entries: readonly JsonObject[]): readonly UsageRecord[] {
  const records: UsageRecord[] = []
  let line = 0
  const sink = {
    get at() {
      return { offset: line, line }
    },
    record: (record: UsageRecord) => void records.push(record),
    reject: () => {},
    folded: () => {},
    warn: () => {},
  }
  const reader = format.open({ name: 'laws.jsonl', sibling: () => null })
  for (const entry of entries) {
    line++
    try {
      reader.push(entry, sink)
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
    }
  }
  reader.close?.(sink)
  return records
}

function statesCall(format: Format, entry: JsonObject): boolean {
  return read(format, [entry]).length > 0
}

/** True when the scanner parses this entry, however its whitespace stands. */
function isSeen(format: Format, entry: JsonObject): boolean {
  const wanted = [...format.needles, ...MARKERS]
  const text = entry['text']
  const spellings =
    typeof text === 'string' && Object.keys(entry).length === 1
      ? [text]
      : [JSON.stringify(entry), JSON.stringify(entry, null, 2)]
  return spellings.every((spelling) => wanted.some((needle) => spelling.includes(needle)))
}

function sorted(records: readonly UsageRecord[]): readonly string[] {
  return records.map((record) => canonical(record)).sort()
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, each]) => `${key}:${canonical(each)}`).join()}}`
}
