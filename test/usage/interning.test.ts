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

const text = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'é')
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

test('values of one hash have numbers of their own, the same whenever they come again', () => {
  const alike: Likeness<Attributes> = { ...ATTRIBUTES, hash: () => 0x7fffffff }
  const values = ['a', 'b', 'c', 'b', 'a', 'd'].map((session) => ({ session }))
  const { numbers } = numbered(alike, values)
  expect(numbers).toEqual([0, 1, 2, 1, 0, 3])
})

test('descriptors are told apart by each of their fields', () => {
  const one = { model: 'm', provider: null, mode: null, region: null, calls: 1, keepLoggedCost: false, format: 'f' }
  const others = [{ model: null }, { provider: 'p' }, { mode: 'fast' }, { region: 'eu' }, { calls: null }]
  const values = [one, ...others.map((each) => ({ ...one, ...each })), { ...one, keepLoggedCost: true }, { ...one }]
  const interner = new Interner(DESCRIPTORS)
  expect(values.map((value) => interner.number(value))).toEqual([0, 1, 2, 3, 4, 5, 6, 0])
})
