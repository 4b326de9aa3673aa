import { Decimal } from '../pricing/decimal.ts'
import type { Call } from '../tracker/call.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { Parts } from '../usage/parts.ts'
import type { InputAccount } from './report.ts'
import type { BucketSum, RowSum } from './row-sum.ts'

/** A call of a report, so that reports that share calls can be added up; numbers are places in other lists of the report. */
export interface CallRow {
  /** The 16 hex digits that are kept of its identity; null = it has none, so it is nobody's copy. */
  readonly id: string | null
  /** Place in models_breakdown, in groups, in priced_as of the model, in input.by_file. */
  readonly model: number
  readonly group: number
  readonly price: number
  readonly file: number
  /** The byte at which its entry begins; null when the entry counts as something else than a record. */
  readonly entry: number | null
  readonly calls: number | null
  /** ms since 1970 UTC. */
  readonly time: number | null
  /** Input, output, cache read, cache write, cache write for an hour, reasoning; null = not stated. */
  readonly counts: readonly (number | null)[]
  readonly parts: Parts
  readonly fees: Readonly<Record<string, Decimal>>
  readonly logged_cost_usd: Decimal | null
  readonly partial: boolean
}

/** A call as a ledger keeps it. */
export interface KeptCall {
  readonly id: string | null
  readonly model: string
  readonly keys: readonly string[]
  /** Where the model's row counts it. */
  readonly bucket: BucketSum
  readonly file: string
  readonly entry: number | null
  readonly call: Call
  readonly parts: Parts
}

const COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'cacheCreation1hInputTokens',
  'reasoningOutputTokens',
] as const satisfies readonly (keyof TokenCounts)[]

/** The rows of kept calls, in an order that depends on nothing but the calls. */
export function callRows(
  kept: readonly KeptCall[],
  models: readonly { readonly name: string; readonly sum: RowSum }[],
  groups: readonly (readonly string[])[],
  { by_file }: InputAccount,
): readonly CallRow[] {
  const modelPlaces = new Map(models.map(({ name }, place) => [name, place]))
  const groupPlaces = new Map(groups.map((keys, place) => [JSON.stringify(keys), place]))
  const filePlaces = new Map(by_file.map(({ name }, place) => [name, place]))
  const pricePlaces = new Map(models.flatMap(({ sum }) => sum.sorted().map((bucket, place) => [bucket, place])))
  const rows = kept.map(({ id, model, keys, bucket, file, entry, call, parts }): CallRow => {
    const fees = Object.entries(call.fees ?? {}).map(([fee, units]) => [fee, Decimal.parse(units)!] as const)
    return {
      id,
      model: modelPlaces.get(model)!,
      group: groupPlaces.get(JSON.stringify(keys))!,
      price: pricePlaces.get(bucket)!,
      file: filePlaces.get(file) ?? 0,
      ...{ entry, calls: call.calls, time: call.time, parts: ordered(parts), fees: ordered(Object.fromEntries(fees)) },
      counts: COUNTS.map((name) => call.counts[name]),
      logged_cost_usd: call.loggedCostUsd === null ? null : Decimal.parse(call.loggedCostUsd),
      partial: call.partial,
    }
  })
  return rows
    .map((row) => ({ row, key: JSON.stringify(row) }))
    .sort((a, b) => byPlace(a.row, b.row) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row)
}

/** A row as the call that it was; `model` is its name. */
export function callOf(row: CallRow, model: string): Call {
  const [inputTokens, outputTokens, cacheRead, cacheWrite, cacheWrite1h, reasoning] = row.counts
  const fees = Object.entries(row.fees).map(([fee, units]) => [fee, units.toString()])
  return {
    model,
    ...{ provider: null, mode: null, region: null, format: 'tokencost', keepLoggedCost: false, attributes: {} },
    ...{ calls: row.calls, time: row.time, partial: row.partial, file: row.file, offset: row.entry ?? 0 },
    counts: {
      inputTokens: inputTokens ?? null,
      outputTokens: outputTokens ?? null,
      cacheReadInputTokens: cacheRead ?? null,
      cacheCreationInputTokens: cacheWrite ?? null,
      cacheCreation1hInputTokens: cacheWrite1h ?? null,
      reasoningOutputTokens: reasoning ?? null,
    },
    fees: fees.length === 0 ? null : Object.fromEntries(fees),
    loggedCostUsd: row.logged_cost_usd === null ? null : row.logged_cost_usd.toString(),
  }
}

function byPlace(a: CallRow, b: CallRow): number {
  return a.file - b.file || (a.entry ?? -1) - (b.entry ?? -1)
}

function ordered<T extends object>(named: T): T {
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1))) as T
}
