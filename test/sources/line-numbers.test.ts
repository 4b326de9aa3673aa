import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineNumbers } from '../../src/sources/line-numbers.ts'
import { folderWith } from '../cli/folder.ts'

test('every offset has the line that its bytes stand on, also beyond one read', async () => {
  const piece = fc.constantFrom('\n', 'a', 'é\r\n', 'x'.repeat(150_000))
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), fc.array(fc.nat()), async (pieces, wanted) => {
      const bytes = Buffer.from(pieces.join(''))
      const offsets = wanted.map((offset) => offset % bytes.length)
      const path = `${folderWith({ 'a.log': bytes })}/a.log`
      const lines = await lineNumbers({ name: 'a.log', path }, offsets)
      const expected = offsets.map((offset) => bytes.toString('latin1', 0, offset).split('\n').length)
      expect(offsets.map((offset) => lines.get(offset))).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test('an offset behind the end has no line, and standard input has none', async () => {
  const path = `${folderWith({ 'a.log': 'ab\n' })}/a.log`
  expect(await lineNumbers({ name: 'a.log', path }, [0, 3])).toEqual(new Map([[0, 1]]))
  expect(await lineNumbers({ name: '-', path: null }, [0])).toEqual(new Map())
})
