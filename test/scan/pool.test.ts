import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { threadsFor } from '../../src/scan/pool.ts'

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
