import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FORMATS, needlesOf } from '../../src/formats/index.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { needleTables } from '../../src/scan/needle-tables.ts'
import type { shippedNeedles as Shipped } from '../../src/scan/shipped-needles.ts'

const BUILT = new URL('../../dist/scan/shipped-needles.js', import.meta.url)

it.skipIf(!existsSync(BUILT))('what the build wrote is what would be made of the needles of all formats', async () => {
  const { shippedNeedles } = (await import(BUILT.href)) as { shippedNeedles: typeof Shipped }
  const shipped = shippedNeedles()!
  expect(shipped.needles).toEqual(needlesOf(FORMATS))
  let tables: Uint8Array = Buffer.alloc(0)
  Kernel.load()!.setNeedles((address) => {
    tables = needleTables(shipped.needles, address)
    return tables
  })
  expect(tables.length).toBeGreaterThan(2000)
  expect(Buffer.from(shipped.tables).equals(tables)).toBe(true)
})
