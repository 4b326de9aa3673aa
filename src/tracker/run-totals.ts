import { sameModel } from '../usage/model-name.ts'
import type { Attributes } from '../usage/record.ts'
import { FLAG } from '../usage/record-columns.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import type { KeptTotal } from '../usage/run-total.ts'
import { RowIndex } from './row-index.ts'
import { beyond, leave, NO_USE, restore, sumOfUses, type Use, useOf } from './run-use.ts'

/**
 * Leaves each total of a run with what it states beyond the calls that it sums; it is spent when that is nothing. To be
 * done after dedupe: another log may know the same calls better. True when there are any totals.
 */
export function settleTotals(rows: RecordRows, attributesOf: (row: number) => Attributes): boolean {
  const totals = totalsOf(rows)
  if (totals.length === 0) return false
  const taken = new Uint8Array(rows.length)
  const listed = listedUses(rows, totals, taken)
  const pools = poolsOf(rows, totals, taken, attributesOf)
  for (const [place, row] of totals.entries()) {
    if (rows.isSpent(row)) continue
    const own = pools.filter((pool) => isOf(pool, rows, row))
    if (own.length === 0 && listed[place] === NO_USE) continue
    let rest = beyond(useOf(rows, row), listed[place]!)
    for (const pool of own) {
      const before = rest
      rest = beyond(before, pool.use)
      pool.use = beyond(pool.use, before)
    }
    leave(rows, row, rest)
  }
  return true
}

/** Undoes settleTotals, since more calls may come. */
export function restoreTotals(rows: RecordRows): void {
  for (const row of totalsOf(rows)) restore(rows, row)
}

/** The greatest first: an order that does not depend on that of the files. */
function totalsOf(rows: RecordRows): number[] {
  const totals: number[] = []
  for (let row = 0; row < rows.length; row++) if (rows.flags[row]! & FLAG.total) totals.push(row)
  return totals.sort((a, b) => (rows.beats(a, b) ? -1 : 1))
}

/** What the calls use that each total lists; they are marked in `taken`. Spends the totals that others list. */
function listedUses(rows: RecordRows, totals: readonly number[], taken: Uint8Array): readonly Use[] {
  if (totals.every((row) => totalAt(rows, row).parts.length === 0)) return totals.map(() => NO_USE)
  const index = new RowIndex(rows, () => true)
  for (let row = 0; row < rows.length; row++) if (!(rows.flags[row]! & FLAG.anonymous)) index.findOrAdd(row)
  return totals.map((row) => {
    const { parts } = totalAt(rows, row)
    const found = new Set<number>()
    for (let i = 0; i < parts.length; i += 2) found.add(index.find(parts[i]!, parts[i + 1]!))
    let use = NO_USE
    for (const part of found) {
      if (part < 0 || part === row || !isModelOf(rows.descriptorAt(part).model, rows, row)) continue
      if (rows.flags[part]! & FLAG.total) rows.flags[part]! |= FLAG.spent
      else use = sumOfUses(use, useOf(rows, part))
      taken[part] = 1
    }
    return use
  })
}

/** Calls of one session, model, and agent that no total lists: what totals may take off. */
interface Pool {
  readonly session: string
  readonly isAgents: boolean
  readonly model: string | null
  use: Use
}

function poolsOf(
  rows: RecordRows,
  totals: readonly number[],
  taken: Uint8Array,
  attributesOf: (row: number) => Attributes,
): readonly Pool[] {
  const open = totals.filter((row) => totalAt(rows, row).others !== 'none')
  const sessions = new Set(open.map((row) => rows.attributesAt(row).session))
  const pools = new Map<string, Pool>()
  for (let row = 0; row < rows.length; row++) {
    if (taken[row] || rows.flags[row]! & FLAG.total) continue
    const { session, agent } = rows.flags[row]! & FLAG.mixed ? attributesOf(row) : rows.attributesAt(row)
    if (session === undefined || !sessions.has(session)) continue
    const { model } = rows.descriptorAt(row)
    const key = JSON.stringify([session, agent !== undefined, model])
    const pool = pools.get(key) ?? { session, isAgents: agent !== undefined, model, use: NO_USE }
    pool.use = sumOfUses(pool.use, useOf(rows, row))
    pools.set(key, pool)
  }
  return [...pools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pool]) => pool)
}

function isOf(pool: Pool, rows: RecordRows, row: number): boolean {
  const { others } = totalAt(rows, row)
  const isIncluded = others === 'all' || others === (pool.isAgents ? 'agents' : 'main')
  return isIncluded && pool.session === rows.attributesAt(row).session && isModelOf(pool.model, rows, row)
}

function isModelOf(model: string | null, rows: RecordRows, row: number): boolean {
  const whole = rows.descriptorAt(row).model
  return whole === null || sameModel(model, whole)
}

function totalAt(rows: RecordRows, row: number): KeptTotal {
  return rows.extraOf(row)!.total!
}
