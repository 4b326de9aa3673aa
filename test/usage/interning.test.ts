import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ATTRIBUTES, DESCRIPTORS } from '../../src/usage/descriptor.ts'
import { Interner, type Likeness } from '../../src/usage/interning.ts'
import type { Attributes } from '../../src/usage/record.ts'

/** The numbers of values, and those that the first places of equal ones among them give. */
function numbered<T extends object>(likeness: Likeness<T>, values: readonly T[]) {
  const interner = new Interner(likeness)
  const texts = values.map((value) => JSON.stringify(Object.entries(value).sort()))
  const distinct = [...new Set(texts)]
  return {
    numbers: values.map((value) => interner.number(value)),
    expected: texts.map((text) => distinct.indexOf(text)),
  }
}

const text = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'é', '\u0000', '\u0001', 'a\u0000b', '\u0002', '\u00022')
const labels = fc.dictionary(fc.constantFrom('x', 'y'), text, { maxKeys: 2, noNullPrototype: true })
const attributes = fc.record(
  { session: text, project: text, user: text, task: text, agent: text, branch: text },
  { requiredKeys: [] },
)

test('attributes have one number when they say the same', () => {
  fc.assert(
    fc.property(fc.array(attributes, { maxLength: 40 }), (values) => {
      const { numbers, expected } = numbered<Attributes>(ATTRIBUTES, values)
      expect(numbers).toEqual(expected)
    }),
  )
})

test('labels tell attributes apart by what they say, in whatever order', () => {
  const sorted = (of: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(of).sort())
  fc.assert(
    fc.property(fc.array(labels, { maxLength: 20 }), (all) => {
      const interner = new Interner<Attributes>(ATTRIBUTES)
      const numbers = all.map((each) => interner.number({ session: 's', labels: each }))
      const { expected } = numbered(ATTRIBUTES, all.map(sorted))
      expect(numbers).toEqual(expected)
    }),
  )
})

test('values of one key have numbers of their own, the same whenever they come again', () => {
  const alike: Likeness<Attributes> = { ...ATTRIBUTES, key: () => 0x7fffffff }
  const values = ['a', 'b', 'c', 'b', 'a', 'd'].map((session) => ({ session }))
  const { numbers } = numbered(alike, values)
  expect(numbers).toEqual([0, 1, 2, 1, 0, 3])
})

test('what decides between copies is equal for equal values only, whatever characters are in them', () => {
  const names = ['\u0000', '\u0001', '\u0002', '\u00021', '1', 'a\u0000b', 'a', 'a\u0000']
  const values: readonly Attributes[] = [
    {},
    { session: 'a', project: 'b' },
    ...names.flatMap((name) => [{ session: name }, { project: name }, { labels: { [name]: 'x' } }]),
  ]
  const interner = new Interner<Attributes>(ATTRIBUTES)
  expect(new Set(values.map((value) => interner.hashOf(interner.number(value)))).size).toBe(values.length)
})

test('keys of values that differ anywhere differ, but for few', () => {
  const labelled = Array.from({ length: 1000 }, (_, at) => ({ session: 's', labels: { team: `${at}` } }))
  const named = Array.from({ length: 1000 }, (_, at) => ({ session: 's', branch: `${at}` }))
  expect(new Set(labelled.map(ATTRIBUTES.key)).size).toBeGreaterThan(990)
  expect(new Set(named.map(ATTRIBUTES.key)).size).toBeGreaterThan(990)
})

test('descriptors are told apart by each of their fields', () => {
  const one = { model: 'm', provider: null, mode: null, region: null, calls: 1, keepLoggedCost: false, format: 'f' }
  const others = [{ model: null }, { provider: 'p' }, { mode: 'fast' }, { region: 'eu' }, { calls: null }]
  const values = [one, ...others.map((each) => ({ ...one, ...each })), { ...one, keepLoggedCost: true }, { ...one }]
  const interner = new Interner(DESCRIPTORS)
  expect(values.map((value) => interner.number(value))).toEqual([0, 1, 2, 3, 4, 5, 6, 0])
})
