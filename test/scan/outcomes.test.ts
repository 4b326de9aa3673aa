import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Outcomes } from '../../src/scan/outcomes.ts'

test('outcomes are those of a map, in whatever order they come', () => {
  const outcome = fc.constantFrom('calls' as const, 'folded' as const, 'malformed' as const)
  const notes = fc.array(fc.tuple(fc.nat(2000), outcome), { maxLength: 1500 })
  const inOrder = notes.map((all) => all.toSorted(([a], [b]) => a - b))
  fc.assert(
    fc.property(fc.oneof(notes, inOrder), (all) => {
      const [outcomes, map] = [new Outcomes(), new Map(all)]
      for (const [offset, name] of all) outcomes.set(offset, name)
      for (let offset = 0; offset <= 2000; offset++) expect(outcomes.get(offset)).toBe(map.get(offset))
    }),
    { numRuns: 30 },
  )
})
