import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROW_WORDS } from '../../src/usage/row-layout.ts'

/** kernel/memory.ts, whose types are another language's. */
const path = '../../kernel/memory.ts'
const memory: Readonly<Record<string, number>> = await import(path)
const PAGE = 1 << 16
/** What may be read behind the bytes: a skeleton is compared with a line that ends before it does. */
const BEHIND = 0x1000

it('the kernel’s areas do not overlap, and its memory holds them', () => {
  const build = readFileSync(new URL('../../build/kernel.js', import.meta.url), 'utf8')
  const pages = Number(/PAGES_OF_64_KIB = '(\d+)'/.exec(build)![1])
  const bytesEnd = memory['BYTES']! + memory['BYTES_LENGTH']! + BEHIND
  const ended = Object.keys(memory).filter((name) => `${name}_END` in memory)
  const areas = [
    ...ended.map((name) => [memory[name]!, memory[`${name}_END`]!] as const),
    ...[[memory['PLAN_OF']!, memory['PLANS']!] as const, [memory['BYTES']!, bytesEnd] as const],
  ].sort(([a], [b]) => a - b)
  expect(areas.length).toBeGreaterThan(10)
  for (const [at, [begin, end]] of areas.entries()) {
    expect(begin).toBeLessThan(end)
    expect(end).toBeLessThanOrEqual(areas[at + 1]?.[0] ?? pages * PAGE)
  }
})

it('a record of the kernel is as long as a row', () => {
  expect(memory['RECORD_SIZE']).toBe(ROW_WORDS * Uint32Array.BYTES_PER_ELEMENT)
})
