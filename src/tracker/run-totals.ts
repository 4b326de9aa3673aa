import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import { CostedCalls } from './costed-calls.ts'
import { isEmptied } from './dedupe.ts'
import { RowIndex } from './row-index.ts'
import { type AttributesOf, isModelOf, type Pool, SessionPools, totalAt } from './run-pools.ts'
import { twinsOf } from './run-twins.ts'
import { beyond, isNoUse, leave, NO_USE, restore, sumOfUses, type Use, useOf } from './run-use.ts'

/**
 * Leaves each total with what it states beyond the calls that it sums; it is spent when that is nothing. To be done after
 * dedupe: another log may know the same calls better. True when it changed anything.
 *
 * Totals of runs may sum what single calls of telemetry leave, too, so these come first.
 */
export function settleTotals(rows: RecordRows, attributesOf: AttributesOf): boolean {
  const totals = totalsOf(rows)
  if (totals.length === 0) return false
  const [calls, runs] = [totals.filter((row) => !isOfRun(rows, row)), totals.filter((row) => isOfRun(rows, row))]
  const listed = listedUses(rows, runs)
  const pools = new SessionPools(rows, new Set(totals.map((row) => rows.attributesAt(row).session)), attributesOf)
  for (let row = 0; row < rows.length; row++) if (!rows.has(row, FLAG.total) && !isEmptied(rows, row)) pools.add(row)
  if (listed.uses.size === 0 && pools.isEmpty && (calls.length === 0 || runs.length === 0)) return false
  const costed = new CostedCalls(rows)
  const left = pools.copy()
  const twins = twinsOf(rows, sorted(rows, calls), attributesOf)
  for (const [row, call] of twins) {
    pools.take(call)
    costed.note(useOf(rows, row), [call])
    leave(rows, row, beyond(useOf(rows, row), useOf(rows, call)))
  }
  const others = calls.filter((row) => !twins.has(row))
  settleAll(rows, others, pools, costed)
  for (const row of listed.rows) left.take(row)
  for (const row of calls) if (!rows.isSpent(row) && !listed.rows.has(row)) left.add(row)
  settleAll(rows, runs, left, costed, listed.uses)
  costed.finish([pools, left])
  return true
}

/** Undoes settleTotals, since more calls may come. */
export function restoreTotals(rows: RecordRows): void {
  for (const row of totalsOf(rows)) restore(rows, row)
}

function settleAll(
  rows: RecordRows,
  totals: readonly number[],
  pools: SessionPools,
  costed: CostedCalls,
  listed: ReadonlyMap<number, ListedCalls> = new Map(),
): void {
  for (const row of sorted(rows, totals))
    if (!rows.isSpent(row)) settle(rows, row, listed.get(row), pools.of(row), costed)
}

/** The greatest first: an order that does not depend on that of the files. */
function sorted(rows: RecordRows, totals: readonly number[]): readonly number[] {
  return totals.toSorted((a, b) => (rows.beats(a, b) ? -1 : 1))
}

function settle(
  rows: RecordRows,
  row: number,
  listed: ListedCalls | undefined,
  own: readonly Pool[],
  costed: CostedCalls,
): void {
  if (own.length === 0 && listed === undefined) return
  const stated = useOf(rows, row)
  costed.note(stated, listed?.rows ?? [])
  let rest = beyond(stated, listed?.use ?? NO_USE)
  for (const pool of own) {
    if (isNoUse(pool.use)) continue
    const before = rest
    rest = beyond(before, pool.use)
    pool.use = beyond(pool.use, before)
    if (isNoUse(pool.use)) costed.notePool(stated, pool)
  }
  leave(rows, row, rest)
}

function isOfRun(rows: RecordRows, row: number): boolean {
  return rows.extraOf(row)?.total !== undefined
}

function totalsOf(rows: RecordRows): number[] {
  const totals: number[] = []
  if (!rows.mayHave(FLAG.total)) return totals
  for (let row = 0; row < rows.length; row++) if (rows.has(row, FLAG.total)) totals.push(row)
  return totals
}

interface ListedCalls {
  readonly use: Use
  readonly rows: readonly number[]
}

interface Listed {
  /** The calls that a total lists, by its row. */
  readonly uses: ReadonlyMap<number, ListedCalls>
  /** All of them. */
  readonly rows: ReadonlySet<number>
}

/** Spends the totals of runs that others list. */
function listedUses(rows: RecordRows, totals: readonly number[]): Listed {
  const uses = new Map<number, ListedCalls>()
  const calls = new Set<number>()
  let index: RowIndex | null = null
  for (const row of totals) {
    const { parts } = totalAt(rows, row)
    if (parts.length === 0) continue
    index ??= indexOf(rows)
    const found = new Set<number>()
    for (let i = 0; i < parts.length; i += 2) found.add(index.find(parts[i]!, parts[i + 1]!))
    const own: number[] = []
    let [use, isFound] = [NO_USE, false]
    for (const part of found) {
      if (part < 0 || part === row || isEmptied(rows, part) || !isModelOf(rows.descriptorAt(part).model, rows, row))
        continue
      if (rows.has(part, FLAG.total) && isOfRun(rows, part)) rows.flag(part, FLAG.spent)
      else {
        use = sumOfUses(use, useOf(rows, part))
        calls.add(part)
        own.push(part)
      }
      isFound = true
    }
    if (isFound) uses.set(row, { use, rows: own })
  }
  return { uses, rows: calls }
}

function indexOf(rows: RecordRows): RowIndex {
  const index = new RowIndex(rows)
  for (let row = 0; row < rows.length; row++) if (!rows.has(row, FLAG.anonymous)) index.findOrAdd(row)
  return index
}
