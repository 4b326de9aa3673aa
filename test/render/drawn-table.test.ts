import { expect, test } from 'vitest'
import { drawnLines, drawnWidth } from '../../src/render/drawn-table.ts'

test('cells of several lines stand beside each other, without borders, as far apart as the gap is wide', () => {
  const rows = [
    ['a\nbcd', '1'],
    ['日本', '23'],
  ]
  expect(drawnLines(rows, [4, 3], ['left', 'right'], ' | ')).toEqual(['a    |   1', 'bcd  |    ', '日本 |  23'])
})

test.each([
  ['é', 1],
  ['日本', 4],
  ['🚀', 2],
  ['a\nbcd', 3],
])('%j takes so many columns: %i', (text, width) => {
  expect(drawnWidth(text)).toBe(width)
})
