import { closeSync, openSync, readSync } from 'node:fs'
import type { Io } from '../io.ts'
import type { CurrencyChoice } from '../report/exchange.ts'
import type { Gate } from '../report/gate.ts'
import { rateOfUnit } from '../report/gate-check.ts'
import { resolveSources } from '../sources/resolve.ts'
import type { Source } from '../sources/source.ts'

/** Throws before anything is read where a limit is in a currency whose rate will not be known. */
export async function checkGateCurrencies(
  gates: readonly Gate[],
  choice: CurrencyChoice | null,
  inputs: readonly string[],
  io: Io,
): Promise<void> {
  const foreign = gates.filter(({ measure, unit }) => measure === 'cost' && unit !== 'USD')
  if (foreign.length === 0) return
  // Without a choice, saved reports among the inputs may bring a rate.
  if (choice === null && (await resolveSources(inputs, io.cwd)).sources.some(mayBeReport)) return
  for (const gate of foreign) rateOfUnit(gate, choice?.rate ?? null)
}

const HEAD = 64

/** True for what begins like a saved report, and for what cannot be looked into here: standard input, compressed files. */
function mayBeReport({ path, pipe }: Source): boolean {
  if (path === null || pipe === true || /\.(gz|zst)$/i.test(path)) return true
  const head = Buffer.alloc(HEAD)
  try {
    const file = openSync(path, 'r')
    try {
      return /^\ufeff?\s*\{\s*"schema_version"/.test(head.toString('utf8', 0, readSync(file, head)))
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}
