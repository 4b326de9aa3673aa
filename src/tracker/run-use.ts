import { Decimal } from '../pricing/decimal.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { Extra } from '../usage/descriptor.ts'
import { asFloat } from '../usage/float-cost.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { StatedUse } from '../usage/run-total.ts'

/** What some rows use together. */
export interface Use {
  /** As COUNTS; null = not stated. */
  readonly counts: readonly (number | null)[]
  readonly fees: ReadonlyMap<string, Decimal>
  /** USD that logs state. */
  readonly cost: Decimal
  /** null = not known. */
  readonly calls: number | null
}

export const NO_USE: Use = { counts: COUNTS.map(() => null), fees: new Map(), cost: Decimal.ZERO, calls: 0 }

export function useOf(rows: RecordRows, row: number): Use {
  const { counts, fees, loggedCostUsd, calls } = statedBy(rows, row)
  const units = Object.entries(fees ?? {}).map(([fee, amount]) => [fee, decimal(amount)] as const)
  return { counts: COUNTS.map((name) => counts[name]), fees: new Map(units), cost: decimal(loggedCostUsd), calls }
}

export function sumOfUses(a: Use, b: Use): Use {
  const counts = a.counts.map((count, i) =>
    (count ?? b.counts[i]!) === null ? null : (count ?? 0) + (b.counts[i] ?? 0),
  )
  const fees = new Map(a.fees)
  for (const [fee, units] of b.fees) fees.set(fee, (fees.get(fee) ?? Decimal.ZERO).plus(units))
  return { counts, fees, cost: a.cost.plus(b.cost), calls: (a.calls ?? 0) + (b.calls ?? 0) }
}

/** What `use` has beyond `other`, class by class, never below zero; of-which counts stay within their whole. */
export function beyond(use: Use, other: Use): Use {
  const counts = use.counts.map((count, i) => (count === null ? null : Math.max(0, count - (other.counts[i] ?? 0))))
  for (const { whole, parts } of WITHIN) {
    let room = counts[whole] ?? 0
    for (const part of parts) {
      if (counts[part] === null) continue
      counts[part] = Math.min(counts[part]!, room)
      room -= counts[part]!
    }
  }
  const fees = [...use.fees]
    .map(([fee, units]) => [fee, positive(units.minus(other.fees.get(fee) ?? Decimal.ZERO))] as const)
    .filter(([, units]) => !units.isZero)
  const calls = use.calls === null ? null : Math.max(0, use.calls - (other.calls ?? 0))
  return { counts, fees: new Map(fees), cost: positive(use.cost.minus(other.cost)), calls }
}

const [INPUT, READ, WRITE, WRITE_1H, OUTPUT, REASONING] = [0, 1, 2, 3, 4, 5]
/** The places of a whole and of its parts that exclude one another. */
const WITHIN = [
  { whole: INPUT, parts: [READ, WRITE] },
  { whole: WRITE, parts: [WRITE_1H] },
  { whole: OUTPUT, parts: [REASONING] },
]

export function isNoUse({ counts, fees, cost }: Use): boolean {
  return counts.every((count) => (count ?? 0) === 0) && fees.size === 0 && cost.isZero
}

/** Leaves the row of a total with what of it no call accounts for, or spends it. Output alone is of calls that are known. */
export function leave(rows: RecordRows, row: number, rest: Use): void {
  if (isNoUse(rest)) {
    rows.flag(row, FLAG.spent)
    return
  }
  const stated = statedBy(rows, row)
  const fees = [...rest.fees].map(([fee, units]) => [fee, units.toString()] as const)
  const left = {
    counts: Object.fromEntries(COUNTS.map((name, i) => [name, rest.counts[i]!])) as unknown as TokenCounts,
    fees: fees.length === 0 ? null : Object.fromEntries(fees),
    loggedCostUsd: rest.cost.isZero ? null : rest.cost.toString(),
    calls: (rest.counts[INPUT] ?? 0) === 0 ? 0 : rest.calls,
  }
  write(rows, row, left, stated)
}

/** Undoes `leave`. */
export function restore(rows: RecordRows, row: number): void {
  rows.unflag(row, FLAG.spent)
  const stated = rows.extraOf(row)?.stated
  if (stated !== undefined) write(rows, row, stated, null)
}

function statedBy(rows: RecordRows, row: number): StatedUse {
  const { calls } = rows.descriptorAt(row)
  const fees = rows.extraOf(row)?.fees ?? null
  return { counts: rows.countsOf(row), fees, loggedCostUsd: rows.loggedCostOf(row), calls }
}

function write(rows: RecordRows, row: number, use: StatedUse, stated: StatedUse | null): void {
  const { total, ownTime } = rows.extraOf(row) ?? {}
  const { modalities } = use.counts
  const [cost, inexact] = asFloat(use.loggedCostUsd)
  // The keys in the order of a row that was just added: equal rows must stay equal.
  const extra: Extra = {
    ...(modalities !== undefined && { modalities }),
    ...(use.fees !== null && { fees: use.fees }),
    ...(inexact !== null && { loggedCostUsd: inexact }),
    ...(total !== undefined && { total }),
    ...(ownTime !== undefined && { ownTime }),
    ...(stated !== null && { stated }),
  }
  rows.setDescriptor(row, rows.descriptors.number({ ...rows.descriptorAt(row), calls: use.calls }), cost)
  rows.setCounts(row, use.counts, Object.keys(extra).length === 0 ? null : extra)
}

function decimal(amount: string | null): Decimal {
  return (amount === null ? null : Decimal.parse(amount)) ?? Decimal.ZERO
}

function positive(amount: Decimal): Decimal {
  return amount.compare(Decimal.ZERO) < 0 ? Decimal.ZERO : amount
}
