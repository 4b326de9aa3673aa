import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_COUNTS } from '../../src/usage/counts.ts'
import { RecordRows, type RowsImage } from '../../src/usage/record-rows.ts'
import { FLAG, ROW_WORDS, WORD } from '../../src/usage/row-layout.ts'

/** What is appended, one call after the other or many at once; rows made elsewhere; rows that are dropped. Sizes are of rows. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), rows: fc.integer({ min: 0, max: 1500 }) }),
  fc.record({ kind: fc.constantFrom('stamped' as const, 'once' as const), rows: fc.integer({ min: 1, max: 600 }) }),
  fc.record({
    kind: fc.constantFrom('takeOver' as const, 'adopt' as const, 'behind' as const, 'part' as const),
    rows: fc.integer({ min: 0, max: 2500 }),
  }),
  fc.record({ kind: fc.constant('drop' as const), rows: fc.integer({ min: 2, max: 9 }) }),
)

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const steps = fc.array(step, { minLength: 2, maxLength: 8 })

interface Told {
  readonly id: number
  readonly model: string
  readonly session: string
  readonly fee: string | undefined
  output: number
  folded: number
}

/** The nth call of all. The last two of five are the third one once more, further on. */
function callOf(nth: number): Told {
  const id = Math.min(nth, nth - (nth % 5) + 2)
  const [model, session] = [`model ${id % 7}`, `session ${id % 11}`]
  return { id, model, session, fee: id % 100 === 7 ? String(id) : undefined, output: nth + 1, folded: 0 }
}

/** The rows of calls, each on its own: no two are folded. */
function imageOf(calls: readonly Told[]): RowsImage {
  const rows = new RecordRows()
  for (const call of calls) append(rows, call, false)
  return rows.image()
}

/** The same with the numbers of these rows. */
function stampedFor(rows: RecordRows, calls: readonly Told[]): Uint32Array {
  const { words, descriptors, attributes } = imageOf(calls)
  for (let word = 0; word < words.length; word += ROW_WORDS) {
    words[word + WORD.descriptor] = rows.descriptors.number(descriptors[words[word + WORD.descriptor]!]!)
    words[word + WORD.attribute] = rows.attributes.number(attributes[words[word + WORD.attribute]!]!)
  }
  return words
}

function append(rows: RecordRows, { id, model, session, fee, output }: Told, mayFold = true): void {
  const counts = { ...NO_COUNTS, inputTokens: 1, outputTokens: output }
  const record = { model, provider: null, identity: `call ${id}`, time: id, counts, attributes: { session } }
  rows.append(fee === undefined ? record : { ...record, fees: { web_search_requests: fee } }, {
    ...{ file: 0, offset: id, format: 'test' },
  })
  if (mayFold) rows.foldLast()
}

/** Copies that stand one behind the other are one, the one with more output; not when they have fees. */
function appendNaively(list: Told[], call: Told): void {
  const before = list.at(-1)
  if (before?.id !== call.id || call.fee !== undefined) list.push(call)
  else list[list.length - 1] = { ...call, output: Math.max(before.output, call.output), folded: before.folded + 1 }
}

function told(rows: RecordRows): readonly Told[] {
  return Array.from({ length: rows.length }, (_, row) => ({
    id: rows.timeOf(row),
    model: rows.descriptorAt(row).model!,
    session: rows.attributesAt(row).session!,
    fee: rows.extraOf(row)?.fees?.['web_search_requests'],
    output: rows.outputOf(row),
    folded: rows.foldedOf(row),
  }))
}

/** Two blocks of which few rows are left, and more rows than the last one has room for. */
const FEW_IN_TWO: readonly Step[] = [
  { kind: 'append', rows: 600 },
  { kind: 'takeOver', rows: 2000 },
  { kind: 'drop', rows: 2 },
  { kind: 'drop', rows: 2 },
  { kind: 'adopt', rows: 2500 },
]

test('rows are the same in whatever blocks they lie, however they came there', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 1200 }), fc.boolean(), (steps, many, isLookedAt) => {
      // Rows are looked at after each step, or only after the last one: what was met last is remembered.
      const rows = new RecordRows(many)
      let expected: Told[] = []
      let nth = 0
      for (const { kind, rows: count } of steps) {
        const calls = Array.from({ length: kind === 'drop' ? 0 : count }, () => callOf(nth++))
        if (kind === 'append') {
          for (const call of calls) append(rows, call)
          for (const call of calls) appendNaively(expected, call)
        } else if (kind === 'drop') {
          for (let row = 0; row < rows.length; row += count) rows.flag(row, FLAG.dead)
          rows.squeeze()
          expected = expected.filter((_, at) => at % count !== 0)
        } else if (kind === 'stamped' || kind === 'once') {
          const made = calls.filter(({ fee }) => fee === undefined)
          const given = kind === 'stamped' ? made : made.filter(({ id }, at) => id !== made[at - 1]?.id)
          if (given.length === 0) continue
          const words = stampedFor(rows, given)
          rows.appendStamped({ words, length: given.length, mayRepeat: kind === 'stamped' })
          for (const call of given) appendNaively(expected, call)
        } else if (kind === 'behind' || kind === 'part') {
          const image = imageOf(calls)
          if (kind === 'part') rows.adoptPart(image, 0, image.length, 0)
          else {
            const room = rows.behind(image.words.byteLength)
            room.set(new Uint8Array(image.words.buffer, 0, image.words.byteLength))
            rows.adopt({ ...image, words: new Uint32Array(room.buffer, room.byteOffset, image.words.length) })
          }
          expected = [...expected, ...calls]
        } else {
          const other = new RecordRows(many)
          const list: Told[] = []
          for (const call of calls) append(other, call)
          for (const call of calls) appendNaively(list, call)
          rows[kind](other.image())
          expected = [...expected, ...list]
        }
        // What comes after dropped rows is no copy of one of them.
        if (kind === 'drop') nth = Math.ceil(nth / 5) * 5
        if (isLookedAt) expect(told(rows)).toEqual(expected)
      }
      expect(told(rows)).toEqual(expected)
      const inBlocks = wordsOf(rows)
      rows.join()
      expect(rows.words.subarray(0, rows.length * ROW_WORDS)).toEqual(Uint32Array.from(inBlocks))
      expect(told(rows)).toEqual(expected)
    }),
    { numRuns: 40, examples: [[[...FEW_IN_TWO], 1, true]] },
  )
})

/** Of all rows, as they are shown block by block. */
function wordsOf(rows: RecordRows): readonly number[] {
  const words: number[] = []
  while (words.length < rows.length * ROW_WORDS) {
    const part = rows.rowsFrom(words.length / ROW_WORDS, 700)
    for (const word of part) words.push(word)
    expect(part.length).toBeGreaterThan(0)
  }
  return words
}

test('rows that are taken over are not copied', () => {
  const rows = new RecordRows()
  for (let nth = 0; nth < 3000; nth += 5) append(rows, callOf(nth))
  const other = new RecordRows()
  for (let nth = 3000; nth < 9000; nth += 5) append(other, callOf(nth))
  const image = other.image()
  rows.takeOver(image)
  expect(rows.rowsFrom(600, 1).buffer).toBe(image.words.buffer)
  expect(told(rows).slice(599, 602)).toEqual([2995, 3000, 3005].map(callOf))
})

test('where rows were dropped, those that are left lie where they lay, unless most of the memory is not used any more', () => {
  const rows = new RecordRows()
  for (let nth = 0; nth < 10_000; nth += 5) append(rows, callOf(nth))
  const image = imageOf(Array.from({ length: 2000 }, (_, nth) => callOf(10_000 + nth * 5)))
  rows.takeOver(image)
  const drop = (isDropped: (row: number) => boolean) => {
    for (let row = 0; row < rows.length; row++) if (isDropped(row)) rows.flag(row, FLAG.dead)
    rows.squeeze()
  }
  drop((row) => row % 10 === 0)
  append(rows, callOf(50_000))
  expect(rows.length).toBe(3601)
  expect(rows.rowsFrom(1800, 1).buffer).toBe(image.words.buffer)
  expect(told(rows).slice(1799, 1802)).toEqual([9995, 10_005, 10_010].map(callOf))
  drop((row) => row < 1790)
  expect(rows.length).toBe(1811)
  expect(told(rows).at(-1)).toEqual(callOf(50_000))
  expect(rows.rowsFrom(10, 1).buffer).not.toBe(image.words.buffer)
  expect(told(rows).slice(9, 12)).toEqual([9995, 10_005, 10_010].map(callOf))
})

test('of an image that is part of a larger one, its own rows are taken over', () => {
  const image = imageOf(Array.from({ length: 3000 }, (_, nth) => callOf(nth * 5)))
  const part = { ...image, length: 2000, words: image.words.subarray(1000 * ROW_WORDS) }
  for (const before of [0, 1]) {
    const rows = new RecordRows()
    for (let nth = 0; nth < before; nth++) append(rows, callOf(nth))
    rows.takeOver(part)
    expect(told(rows).slice(before, before + 2)).toEqual([5000, 5005].map(callOf))
  }
})
