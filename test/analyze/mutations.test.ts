import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FORMATS } from '../../src/formats/index.ts'
import { reportOn } from './reporting.ts'

type Value = null | boolean | number | string | Value[] | { [key: string]: Value }

/** What careless and hostile writers put where something else belongs. */
const strange: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    ...[
      null,
      true,
      '',
      'x',
      '100',
      '-1',
      '1e999',
      ' 7 ',
      -1,
      0,
      0.5,
      1e300,
      2 ** 53,
      [],
      {},
      [null],
      [[]],
      { a: null },
    ],
    ...['__proto__', 'constructor', '2026-13-45', '{"usage":{"input_tokens":1}}', '\u0000'],
  ),
  fc.constantFrom<Value>({ input_tokens: 5, output_tokens: '6' }, [{ usage: { prompt_tokens: 1 } }], { length: 3 }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Value>,
)

interface Mutation {
  /** Chooses the place: the n-th value in depth-first order. */
  readonly place: number
  readonly how: 'replace' | 'remove' | 'repeat'
  readonly value: Value
}

const mutations = fc.array(
  fc.record<Mutation>({
    place: fc.nat(200),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'repeat'),
    value: strange,
  }),
  { minLength: 1, maxLength: 4 },
)

/** Every place where a value stands: its holder and its key there. */
function* places(value: Value): Generator<readonly [Record<string, Value> | Value[], string]> {
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    yield [value, key]
    yield* places((value as Record<string, Value>)[key]!)
  }
}

function mutated(example: string, changes: readonly Mutation[]): string {
  const entry = JSON.parse(example) as Value
  for (const { place, how, value } of changes) {
    const all = [...places(entry)]
    if (all.length === 0) break
    const [holder, key] = all[place % all.length]!
    const record = holder as Record<string, Value>
    if (how === 'remove') delete record[key]
    else if (how === 'repeat') record[`${key}2`] = structuredClone(record[key]!)
    else
      Object.defineProperty(record, key, {
        value: structuredClone(value),
        enumerable: true,
        configurable: true,
        writable: true,
      })
  }
  return JSON.stringify(entry)
}

/** Formats of text have no members to change. */
const JSON_FORMATS = FORMATS.filter(({ example }) => example.startsWith('{'))

test.each(JSON_FORMATS.map((format) => [format.name, format] as const))(
  'no change to an entry of %s is a crash, a negative number or an entry that is not accounted for',
  async (_, { example }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutations, { minLength: 1, maxLength: 3 }), async (lines) => {
        const log = `${example}\n${lines.map((changes) => `${mutated(example, changes)}\n`).join('')}`
        const report = await reportOn('/', ['-'], { stdin: Readable.from([log]) })
        expect(report.input.lines).toBe(lines.length + 1)
        const counts = Object.values(report.models_breakdown).flatMap((row) => Object.values(row))
        for (const count of counts) if (typeof count === 'number') expect(count).toBeGreaterThanOrEqual(0)
        expect(report.total_cost_usd.units).toBeGreaterThanOrEqual(0n)
      }),
      { numRuns: 40 },
    )
  },
)
