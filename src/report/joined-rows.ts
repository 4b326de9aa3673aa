import type { PriceBucket } from '../pricing/priced.ts'
import type { Donation, StatedAttributes } from '../tracker/call-state.ts'
import { SavedRows } from '../tracker/saved-rows.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { KeptTotal, StatedUse } from '../usage/run-total.ts'
import { type CallRow, type CopyRow, tokenCounts } from './call-rows.ts'
import type { CallTables, RareFacts, RowSource, StatedRow, TotalRow } from './call-tables.ts'
import { asHashes } from './hashed-attributes.ts'
import { bucketOfEntry } from './merge.ts'
import type { KeyedReport } from './merge-calls.ts'
import type { FileAccount } from './report.ts'
import type { View } from './view.ts'

/** A report whose rows say all that they state. */
export interface TabledReport extends KeyedReport {
  readonly tables: CallTables
}

/** A row, what it refers to, and what became of it in its report. */
export interface JoinedRow extends Pick<CallRow, 'fees' | 'logged_cost_usd'> {
  readonly row: CopyRow & { readonly source: RowSource }
  readonly as: 'counted' | 'left out' | 'spent' | 'emptied'
  readonly keyed: TabledReport
  readonly file: FileAccount
  readonly bucket: PriceBucket
  /** The report's own, or those that copies in several reports have, the kept one's first. */
  readonly views: readonly View[]
}

/** The report with its tables; null = it, or a part of it, is of a version that had none. */
export function tabled(keyed: KeyedReport): TabledReport | null {
  const { calls, left_out_calls, call_tables } = keyed.report
  if (call_tables === null || left_out_calls === null) return null
  const uncounted = [...left_out_calls, ...call_tables.spent_totals]
  const isWhole = calls.every(({ source }) => source !== null) && uncounted.every((row) => row.source && row.priced)
  return isWhole ? { ...keyed, tables: call_tables } : null
}

/** All rows of a report; with `same`, equal views are the same object. */
export function rowsIn(keyed: TabledReport, same: (view: View) => View): readonly JoinedRow[] {
  const { report, tables } = keyed
  const prices = Object.values(report.models_breakdown).map(({ priced_as }) => priced_as.map(bucketOfEntry))
  const others = tables.prices.map(bucketOfEntry)
  const views = tables.views.map(same)
  const sets = tables.view_sets.map((set) => set.map((place) => views[place]!))
  const joined = (row: CopyRow) => {
    const known = row as JoinedRow['row']
    return { row: known, keyed, file: report.input.by_file[row.file]!, views: sets[known.source.views]! }
  }
  const uncounted = (as: JoinedRow['as'], rows: CallTables['spent_totals']) =>
    rows.map((row): JoinedRow => {
      const { price, fees, logged_cost_usd } = row.priced!
      const state = as === 'spent' && row.source?.rare?.total == null ? 'emptied' : as
      return { ...joined(row), as: state, bucket: others[price]!, fees, logged_cost_usd }
    })
  return [
    ...report.calls.map((row): JoinedRow => {
      const { fees, logged_cost_usd } = row
      return { ...joined(row), as: 'counted', bucket: prices[row.model]![row.price]!, fees, logged_cost_usd }
    }),
    ...uncounted('left out', report.left_out_calls!),
    ...uncounted('spent', tables.spent_totals),
  ]
}

/** What the rows state, each under its place among them; `fileOf` numbers their files. */
export function restored(rows: readonly JoinedRow[], fileOf: (file: FileAccount) => number): SavedRows {
  const states = new SavedRows()
  const known = new Map<TabledReport, readonly StatedAttributes[]>()
  for (const [place, { row, as, keyed, file, fees, logged_cost_usd }] of rows.entries()) {
    const { kinds } = keyed.tables
    const attributes = known.get(keyed) ?? keyed.tables.attributes.map(asHashes)
    known.set(keyed, attributes)
    const { kind, attributes: own, rare } = row.source
    const rest = { calls: row.calls, counts: row.counts, modalities: rare?.modalities ?? {}, fees, logged_cost_usd }
    states.take({
      kind: kinds[kind]!,
      use: usedBy(rare?.stated ?? rest),
      identity: row.id,
      tie: row.tie,
      time: row.time,
      partial: row.partial,
      emptied: as === 'emptied',
      place,
      file: fileOf(file),
      ownTime: row.time === null || row.delay === null ? null : row.time + row.delay,
      total: rare === null || rare.total === null ? null : keptTotal(rare.total),
      own: attributes[own]!,
      donors: (rare?.donors ?? NONE).map(([at, time]): Donation => ({ ...attributes[at]!, time })),
    })
  }
  return states
}

const NONE: RareFacts['donors'] = []

function usedBy({ calls, counts, modalities, fees, logged_cost_usd }: StatedRow): StatedUse {
  const units = Object.entries(fees).map(([fee, amount]) => [fee, amount.toString()])
  const stated: TokenCounts = tokenCounts(counts)
  return {
    calls,
    counts: Object.keys(modalities).length === 0 ? stated : { ...stated, modalities },
    fees: units.length === 0 ? null : Object.fromEntries(units),
    loggedCostUsd: logged_cost_usd === null ? null : logged_cost_usd.toString(),
  }
}

function keptTotal({ of, others, parts }: TotalRow): KeptTotal | 'call' {
  if (of === 'call') return 'call'
  return {
    others,
    parts: parts.flatMap((hash) => [Number.parseInt(hash.slice(8), 16), Number.parseInt(hash.slice(0, 8), 16)]),
  }
}
