import { expect, test } from 'vitest'
import { Ledger } from '../../src/report/ledger.ts'

function ledgerWith(files: readonly (readonly [withoutCounts: number, partial: number])[]): Ledger {
  const bucketFor = () => {
    throw new Error('nothing is priced here')
  }
  const ledger = new Ledger({ pricer: { bucketFor }, cost: 'computed', groupBy: [], keysOf: () => [] })
  ledger.addUncertain(files.map(([withoutCounts, partial]) => ({ withoutCounts, partial })))
  return ledger
}

test('uncertain calls of two ledgers are added up file by file', () => {
  const sum = ledgerWith([
    [0, 0],
    [1, 20],
  ])
  sum.merge(
    ledgerWith([
      [0, 0],
      [2, 30],
      [0, 0],
      [4, 0],
    ]),
  )
  const uncertain = Array.from({ length: 5 }, (_, file) => sum.uncertainIn(file))
  expect(uncertain.map(({ withoutCounts, partial }) => [withoutCounts, partial])).toEqual([
    [0, 0],
    [3, 50],
    [0, 0],
    [4, 0],
    [0, 0],
  ])
})
