import fc from 'fast-check'
import { expect, test } from 'vitest'
import { undatedId } from '../../src/pricing/model-id.ts'

test('an id loses the date, @default or -latest that it ends with, and nothing else', () => {
  const ending = fc.constantFrom('', '-latest', '@default', '-2026-01-02', '@20260102', '-202601-02', '-2026-0102', '1')
  const id = fc.tuple(fc.stringMatching(/^[a-z@0-9-]{0,14}$/), ending).map((parts) => parts.join(''))
  const asPattern = fc.property(id, (id) => {
    const undated = id.replace(/(?:[-@]\d{4}-?\d{2}-?\d{2}|@default|-latest)$/, '')
    expect(undatedId(id), id).toBe(undated === id ? null : undated)
  })
  fc.assert(asPattern, { numRuns: 3000 })
})
