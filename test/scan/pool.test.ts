import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { areManySmall, threadsFor } from '../../src/scan/pool.ts'
import { folderWith } from '../cli/folder.ts'

const [KIB, MIB] = [1 << 10, 1 << 20]

describe('threadsFor', () => {
  it('is one thread where there is little to read', () => {
    expect(threadsFor(255 * MIB, 600)).toBe(1)
    expect(threadsFor(1024 * MIB, 1)).toBe(1)
  })

  it('is one thread for many small files, however much they hold together', () => {
    expect(threadsFor(20_000 * 55 * KIB, 20_000)).toBe(1)
    expect(threadsFor(4096 * 255 * KIB, 4096)).toBe(1)
  })

  it('is a thread for every 128 MiB otherwise, as many as the machine has processors', () => {
    expect(threadsFor(256 * MIB, 600)).toBe(Math.min(2, availableParallelism()))
    expect(threadsFor(4096 * 256 * KIB, 4096)).toBe(Math.min(8, availableParallelism()))
  })
})

describe('areManySmall', () => {
  it('asks for the sizes of some, where there are thousands', () => {
    const folder = folderWith({ small: '', large: 'x'.repeat(600 * KIB) })
    const sources = (count: number, name: (nth: number) => string) =>
      Array.from({ length: count }, (_, nth) => ({ name: `${nth}`, path: join(folder, name(nth)) }))
    expect(areManySmall(sources(2047, () => 'small'))).toBe(false)
    expect(areManySmall(sources(2048, () => 'small'))).toBe(true)
    expect(areManySmall(sources(3000, () => 'large'))).toBe(false)
    expect(areManySmall(sources(3000, (nth) => (nth % 10 === 0 ? 'large' : 'small')))).toBe(true)
  })
})
