import { expect, test } from 'vitest'
import { RowIndex } from '../../src/tracker/row-index.ts'
import { rowsOf } from './many-rows.ts'

test('rows in whatever block are found by their identity', () => {
  const rows = rowsOf(5, 5000)
  const first = new Map<string, number>()
  for (let row = 0; row < rows.length; row++) if (!first.has(rows.identityOf(row))) first.set(rows.identityOf(row), row)
  expect(first.size).toBeLessThan(5000)
  const index = new RowIndex(rows)
  const found = Array.from({ length: 5000 }, (_, row) => index.findOrAdd(row))
  expect(found).toEqual(Array.from({ length: 5000 }, (_, row) => first.get(rows.identityOf(row))))
  expect(index.find(rows.idLowOf(4999), rows.idHighOf(4999))).toBe(found[4999])
  expect(index.find(0xffffffff, 0)).toBe(-1)
})
