import { describe, expect, it } from 'vitest'
import { KernelCopies } from '../../src/tracker/kernel-copies.ts'
import { KernelRuns } from '../../src/tracker/kernel-runs.ts'
import { RowKernel } from '../../src/tracker/row-kernel.ts'
import { INPUT_OR_OUTPUT } from '../../src/usage/record-counts.ts'
import { FLAG, FLOAT, ROW_WORDS, WORD } from '../../src/usage/row-layout.ts'
import { DESCRIPTORS, rowsOf } from './many-rows.ts'

/** kernel/tracker/memory.ts, whose types are another language's. */
const path = '../../kernel/tracker/memory.ts'
const memory: Readonly<Record<string, number>> = await import(path)

describe('the rows of the kernel', () => {
  it('are laid out as those of the tracker', () => {
    const words = { ID: WORD.idLow, DESCRIPTOR: WORD.descriptor, EXTRA: WORD.extra, FILE: WORD.file }
    const others = { STATED: WORD.stated, FLAGS: WORD.flags, COUNTS: WORD.counts }
    for (const [name, word] of Object.entries({ ...words, ...others })) expect(memory[name], name).toBe(word * 4)
    for (const [name, float] of Object.entries(FLOAT)) expect(memory[name.toUpperCase()], name).toBe(float * 8)
    for (const name of ['anonymous', 'update', 'partial', 'dead', 'spent', 'costed'] as const)
      expect(memory[name.toUpperCase()], name).toBe(FLAG[name])
    expect(memory['INPUT_OR_OUTPUT']).toBe(INPUT_OR_OUTPUT)
    expect(memory['ROW']).toBe(ROW_WORDS * 4)
    expect(WORD.idHigh).toBe(WORD.idLow + 1)
  })

  it('of a batch end where tables begin', () => {
    expect(memory['BATCH']! + memory['BATCH_ROWS']! * memory['ROW']!).toBeLessThanOrEqual(memory['ROOM']!)
    expect(memory['ROOM']! % 8).toBe(0)
  })
})

it('few rows are left to the loops in JavaScript', () => {
  const few = rowsOf(1, 4095)
  expect(KernelCopies.of(few, null)).toBeNull()
  expect(KernelRuns.of(few, new Float64Array(DESCRIPTORS))).toBeNull()
})

describe('a kernel', () => {
  it('that was given back is used again, its tables all zero, and keeps no rows', () => {
    const rows = rowsOf(1, 5000)
    const kernel = RowKernel.for(rows, 100_000)!
    expect(RowKernel.for(rows, 100_000)).not.toBe(kernel)
    kernel.words.fill(7, kernel.room / 4)
    kernel.giveBack()
    expect(Object.values(kernel)).not.toContain(rows)
    const again = RowKernel.for(rows, 1_000_000)!
    expect(again).toBe(kernel)
    expect(again.words.length).toBeGreaterThanOrEqual((again.room + 1_000_000) / 4)
    expect(again.words.subarray(again.room / 4, (again.room + 1_000_000) / 4).every((word) => word === 0)).toBe(true)
    expect(again.placeOf(4999)).toBe(0)
    expect(again.length).toBe(1)
  })

  it('that was given back shows the rows that it is for, not those before', () => {
    const [before, rows] = [rowsOf(1, 5000), rowsOf(2, 5000)]
    const kernel = RowKernel.for(before, 0)!
    kernel.placeOf(0)
    kernel.giveBack()
    expect(RowKernel.for(rows, 0)).toBe(kernel)
    const word = kernel.exports.BATCH.value / 4 + kernel.placeOf(7) * ROW_WORDS
    expect(kernel.words.slice(word, word + ROW_WORDS)).toEqual(rows.rowsFrom(7, 1))
    kernel.giveBack()
  })

  it('with much memory is not kept', () => {
    const rows = rowsOf(1, 5000)
    const kernel = RowKernel.for(rows, 8 << 20)!
    kernel.giveBack()
    expect(RowKernel.for(rows, 0)).not.toBe(kernel)
  })
})
