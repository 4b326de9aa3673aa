import { Decimal } from '../pricing/decimal.ts'
import type { PriceBucket } from '../pricing/priced.ts'
import type { Call, CopyTrace } from '../tracker/call.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { Parts } from '../usage/parts.ts'
import type { CallPlaces } from './call-places.ts'
import type { CallSource } from './call-source.ts'
import type { RowSource } from './call-tables.ts'
import type { FileAccount, InputAccount } from './report.ts'
import type { BucketSum, RowSum } from './row-sum.ts'

/** What is held against copies of a call in other reports. */
export interface CopyRow {
  /** The 16 hex digits that are kept of its identity; null = it has none, so it is nobody's copy. */
  readonly id: string | null
  /** Place in input.by_file. */
  readonly file: number
  /** The byte at which its entry begins; null when the entry counts as something else than a record. */
  readonly entry: number | null
  readonly calls: number | null
  /** ms since 1970 UTC. */
  readonly time: number | null
  /** Input, output, cache read, cache write, cache write for an hour, reasoning; null = not stated. */
  readonly counts: readonly (number | null)[]
  readonly partial: boolean
  /** ms by which its own time lies behind `time`, that of its earliest copy; null = it states none. */
  readonly delay: number | null
  /** As CopyTrace has it; of a total, before its calls were taken off. */
  readonly tie: number
  /** null in reports of older versions, and in sums of them. */
  readonly source: RowSource | null
}

/** A call of a report, so that reports that share calls can be added up; numbers are places in other lists of the report. */
export interface CallRow extends CopyRow {
  /** Place in models_breakdown, in groups, in priced_as of the model. */
  readonly model: number
  readonly group: number
  readonly price: number
  readonly parts: Parts
  readonly fees: Readonly<Record<string, Decimal>>
  readonly logged_cost_usd: Decimal | null
}

/** A call that the filter left out: a copy of it in another report is not to be counted instead. */
export interface LeftOutRow extends CopyRow {
  /** True when it was left out because it has no time. */
  readonly timeless: boolean
  /** null where `source` is. */
  readonly priced: UncountedPrice | null
}

/** What a call would be priced by if it counted. */
export interface UncountedPrice extends Pick<CallRow, 'fees' | 'logged_cost_usd'> {
  /** Place in prices of call_tables. */
  readonly price: number
}

/** A call that the filter left out, or a total that its calls account for, as a ledger keeps it. */
export interface LeftOutCall extends Pick<KeptCall, 'trace' | 'source' | 'file' | 'entry' | 'call'> {
  readonly timeless: boolean
  /** null = not known. */
  readonly priced: { readonly bucket: PriceBucket; readonly parts: Parts } | null
}

/** A file of by_file: files of several machines may have one name. */
export type KeptFile = Pick<FileAccount, 'name' | 'sha256'>

/** A call as a ledger keeps it. */
export interface KeptCall {
  readonly trace: CopyTrace
  /** null = not known: it comes from a report of an older version. */
  readonly source: CallSource | null
  readonly model: string
  readonly keys: readonly string[]
  /** Where the model's row counts it. */
  readonly bucket: BucketSum
  readonly file: KeptFile
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

const UNCOUNTED = { model: null, fees: {}, logged_cost_usd: null }

/** The rows of kept calls, in an order that depends on nothing but the calls. */
export function callRows(
  kept: readonly KeptCall[],
  models: readonly { readonly name: string; readonly sum: RowSum }[],
  groups: readonly (readonly string[])[],
  { by_file }: InputAccount,
  places: CallPlaces | null,
): readonly CallRow[] {
  const modelPlaces = new Map(models.map(({ name }, place) => [name, place]))
  const groupPlaces = new Map(groups.map((keys, place) => [JSON.stringify(keys), place]))
  const copyOf = copyRow(by_file, places)
  const pricePlaces = new Map(models.flatMap(({ sum }) => sum.sorted().map((bucket, place) => [bucket, place])))
  const rows = kept.map((each): CallRow => {
    const { model, keys, bucket, call, parts } = each
    return {
      ...copyOf(each),
      model: modelPlaces.get(model)!,
      group: groupPlaces.get(JSON.stringify(keys))!,
      price: pricePlaces.get(bucket)!,
      ...{ parts: ordered(parts), fees: feesOf(call.fees), logged_cost_usd: loggedCostOf(call) },
    }
  })
  return inOrder(rows)
}

/** The rows of calls that do not count, in the same order. */
export function leftOutRows(
  leftOut: readonly LeftOutCall[],
  { by_file }: InputAccount,
  places: CallPlaces | null,
): readonly LeftOutRow[] {
  const copyOf = copyRow(by_file, places)
  const rows = leftOut.map((each): LeftOutRow => {
    const { call, timeless } = each
    const price = { fees: feesOf(call.fees), logged_cost_usd: loggedCostOf(call) }
    return { ...copyOf(each), timeless, priced: places && { price: places.priceOf(each), ...price } }
  })
  return inOrder(rows)
}

function copyRow(
  files: InputAccount['by_file'],
  places: CallPlaces | null,
): (kept: Pick<KeptCall, 'trace' | 'source' | 'file' | 'entry' | 'call'>) => CopyRow {
  const keyOf = ({ name, sha256 }: KeptFile) => `${sha256}\u0000${name}`
  const filePlaces = new Map(files.map((file, place) => [keyOf(file), place]))
  return ({ trace, source, file, entry, call }) => ({
    id: trace.identity,
    file: filePlaces.get(keyOf(file)) ?? 0,
    ...{ entry, calls: call.calls, time: call.time, partial: call.partial, tie: trace.tie },
    counts: countsOf(call.counts),
    delay: trace.ownTime === null || call.time === null ? null : trace.ownTime - call.time,
    source: places?.rowOf(source!, call.counts) ?? null,
  })
}

/** Counts as a row lists them. */
export function countsOf(counts: TokenCounts): readonly (number | null)[] {
  return COUNTS.map((name) => counts[name])
}

/** Undoes `countsOf`. */
export function tokenCounts(counts: CopyRow['counts']): TokenCounts {
  const [inputTokens, outputTokens, cacheRead, cacheWrite, cacheWrite1h, reasoning] = counts
  return {
    inputTokens: inputTokens ?? null,
    outputTokens: outputTokens ?? null,
    cacheReadInputTokens: cacheRead ?? null,
    cacheCreationInputTokens: cacheWrite ?? null,
    cacheCreation1hInputTokens: cacheWrite1h ?? null,
    reasoningOutputTokens: reasoning ?? null,
  }
}

/** Fees as exact numbers, by name. */
export function feesOf(fees: Call['fees']): Readonly<Record<string, Decimal>> {
  return ordered(Object.fromEntries(Object.entries(fees ?? {}).map(([fee, units]) => [fee, Decimal.parse(units)!])))
}

function loggedCostOf({ loggedCostUsd }: Call): Decimal | null {
  return loggedCostUsd === null ? null : Decimal.parse(loggedCostUsd)
}

function inOrder<Row extends CopyRow>(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row) => ({ row, key: JSON.stringify(row) }))
    .sort((a, b) => byPlace(a.row, b.row) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row)
}

/** A row as the call that it was, as far as it says. */
export function callOf(
  row: CopyRow,
  counted: Pick<CallRow, 'fees' | 'logged_cost_usd'> & { readonly model: string | null } = UNCOUNTED,
): Call {
  const fees = Object.entries(counted.fees).map(([fee, units]) => [fee, units.toString()])
  return {
    model: counted.model,
    ...{
      provider: null,
      mode: null,
      region: null,
      format: 'tokencost',
      keepLoggedCost: false,
      costInTotal: false,
      attributes: {},
    },
    ...{ calls: row.calls, time: row.time, partial: row.partial, file: row.file, offset: row.entry ?? 0 },
    counts: tokenCounts(row.counts),
    fees: fees.length === 0 ? null : Object.fromEntries(fees),
    loggedCostUsd: counted.logged_cost_usd === null ? null : counted.logged_cost_usd.toString(),
  }
}

/** The time that the row's own entry states; null = none. */
export function ownTimeOf({ time, delay }: CopyRow): number | null {
  return time === null || delay === null ? null : time + delay
}

function byPlace(a: CopyRow, b: CopyRow): number {
  return a.file - b.file || (a.entry ?? -1) - (b.entry ?? -1)
}

function ordered<T extends object>(named: T): T {
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1))) as T
}
