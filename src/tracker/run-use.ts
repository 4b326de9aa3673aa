import { Decimal } from '../pricing/decimal.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { Extra } from '../usage/descriptor.ts'
import { FLAG } from '../usage/record-columns.ts'
import { asFloat, type RecordRows } from '../usage/record-rows.ts'

/** What some rows use together. */
export interface Use {
  /** As COUNTS; null = not stated. */
  readonly counts: readonly (number | null)[]
  readonly fees: ReadonlyMap<string, Decimal>
  /** USD that logs state. */
  readonly cost: Decimal
}

export const NO_USE: Use = { counts: COUNTS.map(() => null), fees: new Map(), cost: Decimal.ZERO }

export function useOf(rows: RecordRows, row: number): Use {
  const counts = rows.countsOf(row)
  const fees = Object.entries(rows.extraOf(row)?.fees ?? {}).map(([fee, units]) => [fee, decimal(units)] as const)
  return { counts: COUNTS.map((name) => counts[name]), fees: new Map(fees), cost: decimal(rows.loggedCostOf(row)) }
}

export function sumOfUses(a: Use, b: Use): Use {
  const counts = a.counts.map((count, i) =>
    (count ?? b.counts[i]!) === null ? null : (count ?? 0) + (b.counts[i] ?? 0),
  )
  const fees = new Map(a.fees)
  for (const [fee, units] of b.fees) fees.set(fee, (fees.get(fee) ?? Decimal.ZERO).plus(units))
  return { counts, fees, cost: a.cost.plus(b.cost) }
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
  const fees = [...use.fees].map(
    ([fee, units]) => [fee, positive(units.minus(other.fees.get(fee) ?? Decimal.ZERO))] as const,
  )
  return {
    counts,
    fees: new Map(fees.filter(([, units]) => !units.isZero)),
    cost: positive(use.cost.minus(other.cost)),
  }
}

const [INPUT, READ, WRITE, WRITE_1H, OUTPUT, REASONING] = [0, 1, 2, 3, 4, 5]
/** The places of a whole and of its parts that exclude one another. */
const WITHIN = [
  { whole: INPUT, parts: [READ, WRITE] },
  { whole: WRITE, parts: [WRITE_1H] },
  { whole: OUTPUT, parts: [REASONING] },
]

function isNoUse({ counts, fees, cost }: Use): boolean {
  return counts.every((count) => (count ?? 0) === 0) && fees.size === 0 && cost.isZero
}

/** Leaves the row of a total with what of it no call accounts for. Output alone is of calls that are known. */
export function leave(rows: RecordRows, row: number, rest: Use): void {
  const counts = Object.fromEntries(COUNTS.map((name, i) => [name, rest.counts[i]!])) as unknown as TokenCounts
  const fees = [...rest.fees].map(([fee, units]) => [fee, units.toString()] as const)
  const stated = { ...(fees.length > 0 && { fees: Object.fromEntries(fees) }), counts }
  write(rows, row, stated, rest.cost.isZero ? null : rest.cost.toString(), (counts.inputTokens ?? 0) === 0 ? 0 : null)
  if (isNoUse(rest)) rows.flags[row]! |= FLAG.spent
}

/** Undoes `leave`. */
export function restore(rows: RecordRows, row: number): void {
  const { stated } = rows.extraOf(row)!.total!
  write(rows, row, stated, stated.loggedCostUsd, null)
  rows.flags[row]! &= ~FLAG.spent
}

function write(
  rows: RecordRows,
  row: number,
  { counts, fees }: { readonly counts: TokenCounts; readonly fees?: Readonly<Record<string, string>> },
  cost: string | null,
  calls: number | null,
): void {
  const { total, ownTime } = rows.extraOf(row)!
  const [float, inexact] = asFloat(cost)
  // The keys in the order of a row that was just added: equal rows must stay equal.
  const extra: Extra = {
    ...(fees !== undefined && { fees }),
    ...(inexact !== null && { loggedCostUsd: inexact }),
    ...(total !== undefined && { total }),
    ...(ownTime !== undefined && { ownTime }),
  }
  rows.loggedCost[row] = float
  rows.descriptor[row] = rows.descriptors.number({ ...rows.descriptorAt(row), calls })
  rows.setCounts(row, counts, extra)
}

function decimal(amount: string | null): Decimal {
  return (amount === null ? null : Decimal.parse(amount)) ?? Decimal.ZERO
}

function positive(amount: Decimal): Decimal {
  return amount.compare(Decimal.ZERO) < 0 ? Decimal.ZERO : amount
}
