import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gridLines } from '../../src/render/grid.ts'

const PLAIN = fc.string({ unit: fc.constantFrom(...'aZ 0,.$%~-_─█▏≥…'), maxLength: 8 })
const ALIGNS = ['left', 'right', 'right'] as const

test('rows of plain cells are drawn as cli-table3 draws them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(PLAIN, PLAIN, PLAIN), { minLength: 1, maxLength: 40 }), (rows) => {
      const widths = ALIGNS.map((_, column) => Math.max(1, ...rows.map((row) => row[column]!.length)))
      // A cell that is not plain leaves its rows to cli-table3.
      const drawn = gridLines(
        rows.map((row) => [...row, 'é']),
        [...widths, 1],
        [...ALIGNS, 'left'],
      )
      expect(gridLines(rows, widths, ALIGNS)).toEqual(drawn.map((line) => line.replace(/é$/, '').trimEnd()))
    }),
  )
})

test('a cell that does not fit is cut, and wide characters take two columns', () => {
  expect(gridLines([['abcdef', 'x']], [4, 1], ['left', 'left'])).toEqual(['abc…  x'])
  expect(gridLines([['日本', 'x']], [6, 1], ['left', 'left'])).toEqual(['日本    x'])
})
