import { readFileSync } from 'node:fs'

/** The needles of all formats, with the tables for them that `needleTables` would make for the kernel's memory. */
export interface ShippedNeedles {
  readonly needles: readonly string[]
  readonly tables: Uint8Array
}

/** What build/needles.js wrote, because making it takes as long as reading a megabyte of logs; null where nothing is built. */
export function shippedNeedles(): ShippedNeedles | null {
  try {
    const text = readFileSync(new URL('../scan/needles.json', import.meta.url), 'latin1')
    const { needles, tables } = JSON.parse(text) as { needles: readonly string[]; tables: string }
    return { needles, tables: Buffer.from(tables, 'base64') }
  } catch {
    return null
  }
}
