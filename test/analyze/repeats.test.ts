import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import type { Format } from '../../src/formats/format.ts'
import { FORMATS } from '../../src/formats/index.ts'
import { renderJson } from '../../src/render/json.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { keysOf } from '../../src/usage/count-sums.ts'
import type { Json, JsonObject } from '../../src/usage/json.ts'
import { isObject } from '../../src/usage/json.ts'
import { claudeLine } from '../cli/entry.ts'
import { reportOn } from './reporting.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-repeats-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Changeable {
  readonly message: { readonly usage: JsonObject }
}

const repeating = FORMATS.filter((format) => format.repeats !== undefined)

describe.skipIf(Kernel.load() === null).each(repeating.map((format) => [format.name, format] as const))(
  'lines of %s that repeat one another',
  (_, format) => {
    it('are counted as they are when each is parsed, call by call', async () => {
      await fc.assert(
        fc.asyncProperty(linesLike(format), async (lines) => {
          writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'))
          await expectSameOnAllPaths()
        }),
        { numRuns: 150 },
      )
    })

    it('names in `repeats` only what it wants', () => {
      const { identity, time, usage, sums, attributes, ignored } = format.repeats!
      const counts = keysOf(sums).map((each) => `${usage}.${each}`)
      for (const path of [identity, time, usage, ...Object.keys(attributes), ...counts, ...ignored]) {
        const wanted = path.split('.').reduce<unknown>((below, key) => (below as JsonObject)[key], format.wants)
        expect(wanted, path).toBeDefined()
      }
      expect(format.recurs, 'rows do not tell how many records stand before them').toBeUndefined()
      expect(counts.length, 'there is no room for more numbers of a line').toBeLessThanOrEqual(16)
    })
  },
)

describe.skipIf(Kernel.load() === null)('lines that repeat one with a compaction beside the call', () => {
  it('keep its tokens: 100 + 7 in and 10 + 5 out, three times', async () => {
    const compaction = { type: 'compaction', input_tokens: 7, output_tokens: 5 }
    const lines = ['a', 'b', 'c'].map((id) => claudeLine(id, { iterations: [compaction] }))
    writeFileSync(join(folder, 'log.jsonl'), lines.join(''))
    const { total_input_tokens, total_output_tokens } = await reportOn(folder, ['log.jsonl'])
    expect([total_input_tokens, total_output_tokens]).toEqual([321, 45])
  })
})

describe.skipIf(Kernel.load() === null)('lines that repeat one another but for paths with escapes', () => {
  it('keep each its own project', async () => {
    const line = (id: string, cwd: string) =>
      `${JSON.stringify({ ...(JSON.parse(claudeLine(id)) as JsonObject), cwd })}\n`
    // Twice each in turn, so that each path is known when the other one comes.
    const lines = [1, 2, 3].flatMap((n) => [
      line(`a${n}`, 'C:\\Users\\a'),
      line(`b${n}`, 'C:\\Users\\b'),
      line(`c${n}`, '/é'),
    ])
    writeFileSync(join(folder, 'log.jsonl'), lines.join(''))
    const { groups } = await reportOn(folder, ['log.jsonl'], { groupBy: ['project'] })
    expect(groups.map(({ keys, call_count }) => [keys['project'], call_count]).sort()).toEqual([
      ['/é', 3],
      ['C:\\Users\\a', 3],
      ['C:\\Users\\b', 3],
    ])
  })
})

describe.skipIf(Kernel.load() === null)('lines that look as if they repeated one another', () => {
  const first = ['p', 'q', 'r', 's'].map((id) => claudeLine(id))
  const changed = (id: string, change: (entry: Changeable) => void) => {
    const entry = JSON.parse(claudeLine(id)) as Changeable
    change(entry)
    return `${JSON.stringify(entry)}\n`
  }

  it.each([
    [
      'a total that says where the cache lies',
      [
        claudeLine('a', { input_tokens: 100, cache_read_input_tokens: 300, output_tokens: 100, total_tokens: 500 }),
        claudeLine('b', { input_tokens: 400, cache_read_input_tokens: 300, output_tokens: 100, total_tokens: 500 }),
      ],
      // a: 100 + 300 beside it; b: 400 + 100 = 500, so its 300 lie inside.
      { calls: 6, input: 400 + 400 + 400 },
    ],
    [
      'a newline inside a value that nobody wants',
      [
        ...['a', 'b', 'c'].map((id) =>
          changed(id, (entry) => Object.assign(entry, { x: { a: { qqqqqqqqqqqq: 1 }, b: 2 } })),
        ),
        changed('d', (entry) => Object.assign(entry, { x: { a: { qqqqqqqqqqqq: 1 }, b: 2 } })).replace(
          ',"b":2',
          '\n,"b":2',
        ),
        claudeLine('e'),
      ],
      // The line of d begins and ends like an object, and is none: it is malformed.
      { calls: 8, input: 800 },
    ],
    [
      'a call that an entry only repeats',
      [
        claudeLine('x').replace('"sessionId"', '"session\\u0049d"'),
        ...['x', 'y', 'z'].map((id) =>
          changed(id, (entry) =>
            Object.assign(entry, { data: { message: { message: { usage: entry.message.usage } } } }),
          ),
        ),
      ],
      { calls: 5, input: 500 },
    ],
    [
      'lines of a session inside an entry of the same id',
      ['a', 'b', 'c'].map((id) =>
        changed(id, (entry) => Object.assign(entry, { loglines: [JSON.parse(claudeLine('a')) as JsonObject] })),
      ),
      { calls: 5, input: 500 },
    ],
  ])('%s', async (_, lines, { calls, input }) => {
    writeFileSync(join(folder, 'log.jsonl'), [...first, ...lines].join(''))
    await expectSameOnAllPaths()
    const { call_count, total_input_tokens } = await reportOn(folder, ['log.jsonl'])
    expect({ calls: call_count, input: total_input_tokens }).toEqual({ calls, input })
  })
})

describe('a format with `repeats`', () => {
  it('is the first that knows its entries, whatever else they are', () => {
    for (const format of repeating) {
      const before = FORMATS.slice(0, FORMATS.indexOf(format))
      for (const { example } of before) {
        const both = { ...(JSON.parse(example) as JsonObject), ...(JSON.parse(format.example) as JsonObject) }
        expect(before.filter((each) => format.recognizes(both) && each.recognizes(both))).toEqual([])
      }
    }
  })
})

async function expectSameOnAllPaths(): Promise<void> {
  const whole = await listed({ plain: true, observer: { read() {}, rejected() {} } })
  expect(await listed({})).toBe(whole)
  expect(await listed({ plain: true })).toBe(whole)
}

/** Everything that a report says of each call: place, identity, time, counts, model, session, and the accounting. */
async function listed(how: Partial<AnalyzeOptions>): Promise<string> {
  const options = { ...how, withKeys: true, groupBy: ['session', 'project', 'agent', 'branch', 'tier', 'model'] }
  return renderJson(await reportOn(folder, ['log.jsonl'], options), { width: null, color: false, lang: 'en' })
}

/** Texts that a value under any key may be. Those that most lines have come first. */
const VALUES = ['"a"', '"b"', '"c"', '7', '8', 'null', '""', '"<synthetic>"', '"fast"', '"user"', '"assistant"', 'true']
const ODD = [
  '5.5',
  '-1',
  '1e3',
  '9007199254740993',
  '"\\u0061"',
  '"é"',
  '"成本\\n"',
  '{}',
  '[]',
  '[{"type":"x"}]',
  '"x"',
]

/** Many lines that are the format's example but for a few values, keys and spellings. */
function linesLike(format: Format): fc.Arbitrary<readonly string[]> {
  const entry = JSON.parse(format.example) as JsonObject
  const { identity, time, usage, sums, ignored } = format.repeats!
  const counts = keysOf(sums)
  const own = [identity, time, ...counts.map((each) => `${usage}.${each}`), ...ignored]
  const leaves = [...leavesOf(entry, ''), ...own, 'sessionId', 'costUSD', 'isApiErrorMessage', 'schema_version', 'type']
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
  )
  const change = fc.record({ path: fc.constantFrom(...leaves), text: value, twice: fc.integer({ min: 0, max: 12 }) })
  const changes = fc.array(change, { maxLength: 3 })
  const counted = fc.array(fc.tuple(fc.constantFrom(...counts), fc.nat(3000)), { maxLength: 4 })
  const line = fc.record({ id: fc.nat(20), hour: fc.nat(9), counted, changes: fc.option(changes, { freq: 2 }) })
  return fc
    .array(line, { minLength: 8, maxLength: 60 })
    .map((lines) =>
      lines.map(({ id, hour, counted, changes }) =>
        changed(entry, [
          { path: identity, text: `"id-${id}"`, twice: 1 },
          { path: time, text: `"2026-03-01T10:0${hour}:00.000Z"`, twice: 1 },
          ...counted.map(([key, count]) => ({ path: `${usage}.${key}`, text: String(count), twice: 1 })),
          ...(changes ?? []),
        ]),
      ),
    )
}

interface Change {
  readonly path: string
  /** The new value, as it is spelled. */
  readonly text: string
  /** 0: the key stands there twice. */
  readonly twice: number
}

/** The entry as text, its values replaced. */
function changed(entry: JsonObject, changes: readonly Change[]): string {
  const marked = structuredClone(entry) as { [key: string]: Json }
  changes.forEach(({ path, twice }, index) => {
    const keys = path.split('.')
    const last = keys.pop()!
    let at = marked
    for (const key of keys) {
      if (!isObject(at[key])) at[key] = {}
      at = at[key] as { [key: string]: Json }
    }
    at[last] = `change-${index}-${twice}`
  })
  return JSON.stringify(marked).replace(/"([^"]+)":"change-(\d+)-(\d+)"/g, (_, key: string, index: string, twice) => {
    const { text } = changes[Number(index)]!
    return twice === '0' ? `"${key}":"first","${key}":${text}` : `"${key}":${text}`
  })
}

function leavesOf(value: JsonObject, path: string): readonly string[] {
  return Object.entries(value).flatMap(([key, below]) =>
    isObject(below) && Object.keys(below).length > 0 ? leavesOf(below, `${path}${key}.`) : [`${path}${key}`],
  )
}
