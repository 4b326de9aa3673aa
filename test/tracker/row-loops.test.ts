import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlikeSums } from '../../src/tracker/alike-sums.ts'
import { KernelCopies } from '../../src/tracker/kernel-copies.ts'
import { KernelRuns } from '../../src/tracker/kernel-runs.ts'
import { KernelSums } from '../../src/tracker/kernel-sums.ts'
import { PlainCopies } from '../../src/tracker/plain-copies.ts'
import { PlainRuns } from '../../src/tracker/plain-runs.ts'
import { PlainSums } from '../../src/tracker/plain-sums.ts'
import type { CopyFinder, RowAdder, RunFinder } from '../../src/tracker/row-loops.ts'
import type { RecordRows } from '../../src/usage/record-rows.ts'
import { FLAG } from '../../src/usage/row-layout.ts'
import { DESCRIPTORS, FILES, rowsOf } from './many-rows.ts'

const rows = fc.record({ seed: fc.nat(), length: fc.integer({ min: 4096, max: 9000 }) })
const RUNS = { numRuns: 15 }

describe('copies', () => {
  /** Each row whose identity is known, with the row that has it; of these every third one takes its place. */
  function foundBy(finder: CopyFinder, length: number): readonly (readonly [number, number])[] {
    const found: (readonly [number, number])[] = []
    for (let row = finder.addFrom(0); row < length; row = finder.addFrom(row + 1)) {
      found.push([row, finder.known])
      if (found.length % 3 === 0) finder.replaceKnown(row)
    }
    finder.end()
    return found
  }

  /** The same from a map of identities. */
  function naive(rows: RecordRows, openFile: number | null): readonly (readonly [number, number])[] {
    const known = new Map<string, number>()
    const found: (readonly [number, number])[] = []
    for (let row = 0; row < rows.length; row++) {
      if (rows.has(row, FLAG.anonymous | FLAG.dead)) continue
      if (rows.has(row, FLAG.update) && rows.fileOf(row) === openFile) continue
      const id = rows.identityOf(row)
      const before = known.get(id)
      if (before !== undefined) found.push([row, before])
      if (before === undefined || found.length % 3 === 0) known.set(id, row)
    }
    return found
  }

  it('are found as a map of identities finds them, by the kernel and in JavaScript', () => {
    fc.assert(
      fc.property(rows, fc.option(fc.nat(FILES - 1)), ({ seed, length }, openFile) => {
        const rows = rowsOf(seed, length)
        const expected = naive(rows, openFile)
        expect(expected.length).toBeGreaterThan(10)
        expect(foundBy(KernelCopies.of(rows, openFile)!, length)).toEqual(expected)
        expect(foundBy(new PlainCopies(rows, openFile), length)).toEqual(expected)
      }),
      RUNS,
    )
  })
})

describe('sums of calls that are alike', () => {
  /** Prices change with time, and with the size of the prompt. */
  function spans(
    _: string | null,
    __: string | null,
    { time, promptTokens }: { time: number | null; promptTokens: number },
  ) {
    const [from, to] = (time ?? 0) < 50 ? [Number.NEGATIVE_INFINITY, 50] : [50, Number.POSITIVE_INFINITY]
    const [least, most] = promptTokens < 0xfffffe00 ? [0, 0xfffffe00] : [0xfffffe00, Number.POSITIVE_INFINITY]
    return { state: (from === 50 ? 1 : 0) + (least === 0 ? 2 : 0), from, to, least, most }
  }

  /** Which rows stay alone, and the sums of the others. */
  function addedBy(adderOf: (rows: RecordRows, sums: AlikeSums) => RowAdder, rows: RecordRows) {
    const sums = new AlikeSums(rows, spans)
    const adder = adderOf(rows, sums)
    const alone: number[] = []
    for (let row = adder.addFrom(0); row < rows.length; row = adder.addFrom(row + 1)) alone.push(row)
    adder.end()
    return { alone, sums: [...sums] }
  }

  const byKernel = (rows: RecordRows, sums: AlikeSums) => KernelSums.of(rows, sums)!
  const plainly = (rows: RecordRows, sums: AlikeSums) => new PlainSums(rows, sums)

  it('are the same by the kernel and in JavaScript, each row once', () => {
    fc.assert(
      fc.property(rows, ({ seed, length }) => {
        const rows = rowsOf(seed, length)
        const found = addedBy(byKernel, rows)
        expect(found).toEqual(addedBy(plainly, rows))
        expect(found.sums.length).toBeGreaterThan(DESCRIPTORS * 4)
        const counted = Array.from({ length }, (_, row) => row).filter((row) => !rows.isSpent(row))
        expect(found.sums.reduce((sum, { records }) => sum + records, found.alone.length)).toBe(counted.length)
      }),
      RUNS,
    )
  })

  it('are the same where they need more memory than there was', () => {
    const rows = rowsOf(1, 8000)
    const models = Array.from({ length: 2000 }, (_, nth) =>
      rows.descriptors.number({ ...rows.descriptorAt(0), model: `model ${nth}` }),
    )
    for (let row = 0; row < rows.length; row++) rows.setDescriptor(row, models[row % models.length]!, Number.NaN)
    const found = addedBy(byKernel, rows)
    expect(found.sums.length).toBeGreaterThan(2000)
    expect(found).toEqual(addedBy(plainly, rows))
  })

  it('are left to JavaScript where there are thousands of models', () => {
    const rows = rowsOf(1, 5000)
    for (let model = 0; model < 5000; model++)
      rows.descriptors.number({ ...rows.descriptorAt(0), model: `one of thousands, ${model}` })
    expect(KernelSums.of(rows, new AlikeSums(rows, spans))).toBeNull()
  })
})

describe('runs of plain rows', () => {
  interface Run {
    readonly from: number
    readonly to: number
    readonly calls: number
    readonly partial: number
  }

  /** All of them, those that touch put together: where one ends is not said. */
  function runsBy(runs: RunFinder, rows: RecordRows): readonly Run[] {
    const found: Run[] = []
    for (let row = 0, latest = -1; row < rows.length; ) {
      const to = runs.endOf(row, latest)
      const before = found.at(-1)
      const { calls, partial } = runs
      if (to > row && before?.to === row && rows.fileOf(row) === rows.fileOf(row - 1))
        found[found.length - 1] = {
          from: before.from,
          to,
          calls: before.calls + calls,
          partial: before.partial + partial,
        }
      else if (to > row) found.push({ from: row, to, calls, partial })
      row = Math.max(to, row + 1)
      latest = row < rows.length && rows.fileOf(row) === rows.fileOf(row - 1) ? rows.offsetOf(row - 1) : -1
    }
    runs.end()
    return found
  }

  it('are the same by the kernel and in JavaScript', () => {
    fc.assert(
      fc.property(rows, ({ seed, length }) => {
        const rows = rowsOf(seed, length)
        const callsOf = Float64Array.from({ length: DESCRIPTORS }, (_, descriptor) => descriptor * 2 ** 40)
        const byKernel = runsBy(KernelRuns.of(rows, callsOf)!, rows)
        const expected = runsBy(new PlainRuns(rows, callsOf), rows)
        expect(byKernel).toEqual(expected)
        expect(expected.length).toBeGreaterThan(10)
      }),
      RUNS,
    )
  })
})
