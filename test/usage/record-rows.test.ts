import { expect, test } from 'vitest'
import { NO_COUNTS } from '../../src/usage/counts.ts'
import { RecordRows } from '../../src/usage/record-rows.ts'

const ROW_BYTES = 88

test('rows that were read behind the others are those that would have been copied there', () => {
  const image = rowsOf(2000).image()
  const [copied, read] = [rowsOf(3), rowsOf(3)]
  copied.adopt(image)
  const room = read.behind(image.words.byteLength)
  room.set(new Uint8Array(image.words.buffer, 0, image.words.byteLength))
  read.adopt({ ...image, words: new Uint32Array(room.buffer, room.byteOffset, image.words.length) })
  expect(told(read)).toEqual(told(copied))
  expect(told(read).slice(0, 5)).toEqual([0, 1, 2, 0, 1].map((call) => [`model ${call % 2}`, 1000 + call, call]))
})

test('what was left in memory behind rows is in none that are added', () => {
  const rows = rowsOf(3)
  const room = rows.behind(ROW_BYTES * 4000 + 7)
  expect(room.length).toBe(ROW_BYTES * 4000 + 7)
  room.fill(255)
  append(rows, 3)
  expect(told(rows)).toEqual(told(rowsOf(4)))
  expect(rows.image().words).toEqual(rowsOf(4).image().words)
})

function rowsOf(calls: number): RecordRows {
  const rows = new RecordRows()
  for (let call = 0; call < calls; call++) append(rows, call)
  return rows
}

function append(rows: RecordRows, call: number): void {
  const counts = { ...NO_COUNTS, inputTokens: call }
  const record = { model: `model ${call % 2}`, provider: null, identity: `call ${call}`, time: 1000 + call, counts }
  rows.append(record, { file: 0, offset: call, format: 'test' })
}

function told(rows: RecordRows): readonly unknown[] {
  return Array.from({ length: rows.length }, (_, row) => [
    rows.descriptorAt(row).model,
    rows.timeOf(row),
    rows.inputOf(row),
  ])
}
