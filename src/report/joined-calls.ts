import { type Call, NO_CALLS, named } from '../tracker/call.ts'
import type { CallState } from '../tracker/call-state.ts'
import { UNKNOWN_MODEL } from '../tracker/model-sums.ts'
import { TokenUsageTracker } from '../tracker/tracker.ts'
import { isUnstated } from '../usage/counts.ts'
import { partsOf } from '../usage/parts.ts'
import { tokenCounts } from './call-rows.ts'
import { sourceOf } from './call-source.ts'
import { ofHashes, type SaidValues, saidBy } from './hashed-attributes.ts'
import { type AccountedCall, joinedAccount } from './joined-account.ts'
import { joinedPrice, type PricesAtHand } from './joined-price.ts'
import { type JoinedRow, restored, rowsIn, type TabledReport } from './joined-rows.ts'
import { JoinedVerdicts } from './joined-verdicts.ts'
import { callKeys, firstByView, Views, viewsOf } from './joined-views.ts'
import { traceOf } from './kept-calls.ts'
import type { Ledger } from './ledger.ts'
import { sumAccounts } from './merge.ts'
import type { MergedCalls } from './merge-calls.ts'
import type { FileAccount } from './report.ts'
import { sameFiles } from './same-files.ts'
import type { View } from './view.ts'

/**
 * Adds the calls of several reports to a ledger as one run over all of their logs would: their rows state what a tracker
 * holds, so copies are folded, totals settled, and calls filtered by the same code, once all are known.
 */
export function addJoined(
  ledger: Ledger,
  reports: readonly TabledReport[],
  timezone: string,
  prices: PricesAtHand,
): MergedCalls {
  const known = new Views()
  const all = reports.flatMap((keyed) => rowsIn(keyed, (view) => known.same(view)))
  const { dropped, repeated, warnings } = sameFiles(reports, all)
  const files = reports
    .flatMap(({ report }) => report.input.by_file.filter((file) => !dropped.has(file)))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const places = new Map(files.map((file, place) => [file, place]))
  const placeOf = (file: FileAccount) => places.get(dropped.get(file) ?? file)!
  const keyOf = callKeys(all, placeOf)
  const nameless = all.filter(({ row, file }) => row.id === null && !repeated.has(dropped.get(file) ?? file))
  const rows = [...all.filter(({ row }) => row.id !== null), ...firstByView(nameless, known, keyOf)].sort(
    (a, b) => placeOf(a.file) - placeOf(b.file) || byEntry(a, b) || known.compare(a.views[0]!, b.views[0]!),
  )
  const after = files.map((): AccountedCall[] => [])
  const said = saidIn(reports)
  const verdicts = new JoinedVerdicts(
    known.all,
    ledger.groupBy,
    files.map(({ name }) => name),
    timezone,
  )
  const [hashed, attributesOf] = [ofHashes(), saidBy(said)]
  const viewsIn = viewsOf(all, known, keyOf)
  ledger.said.push(said)
  for (const state of TokenUsageTracker.of(restored(rows, placeOf)).states()) {
    const joined = rows[state.call.offset]!
    const call = { ...state.call, attributes: attributesOf(state.call.attributes) }
    const views = viewsIn(joined)
    const verdict = state.spent ? 'spent' : verdicts.on(call, views)
    keep(state, call, verdict, { joined, views, file: files[call.file]! })
    const as = verdict === 'admitted' ? 'counted' : verdict === 'spent' ? 'emptied' : 'left out'
    if (verdict !== 'spent' || state.total === null) after[call.file]!.push(accounted(call, joined.row.entry, as))
  }
  const before = new Map(files.map((file): [FileAccount, AccountedCall[]] => [file, []]))
  for (const each of all) if (each.as !== 'spent') before.get(each.file)?.push(accountedIn(each, each.as))
  const inputs = reports.map(({ report: { input } }) => {
    const own = input.by_file.filter((file) => places.has(file))
    const by_file = own.map((file) => joinedAccount(file, before.get(file)!, after[places.get(file)!]!))
    return { files: by_file.length, ...sumAccounts(by_file), skipped_files: input.skipped_files, by_file }
  })
  const filters = reports.map(({ report: { filter } }, index) => ({
    ...{ given: filter.given, left_out: NO_CALLS, without_time: NO_CALLS },
    ...(index === 0 && verdicts.totals()),
  }))
  return { inputs, filters, warnings: [...warnings, ...verdicts.warnings()] }

  function keep(
    state: CallState,
    stated: Call,
    verdict: 'admitted' | 'left out' | 'timeless' | 'spent',
    { joined, views, file }: { joined: JoinedRow; views: readonly View[]; file: FileAccount },
  ): void {
    const call = named(stated, views[0]!.default_model)
    const parts = partsOf(call.counts)
    const [bucket, keptCost] = joinedPrice(call, parts, joined, prices)
    const source = ledger.kept === null ? null : sourceOf(state, views, hashed)
    const kept = { trace: traceOf(state), source, file, entry: joined.row.entry, call }
    if (verdict === 'admitted') {
      const keys = verdicts.keysOf(call, views[0]!)
      ledger.addPriced({ ...kept, model: call.model ?? UNKNOWN_MODEL, keys, parts, bucket, keptCost })
      return
    }
    if (ledger.kept === null) return
    const list = verdict === 'spent' ? ledger.spent : ledger.leftOut
    list.push({ ...kept, timeless: verdict === 'timeless', priced: { bucket, parts } })
  }
}

function saidIn(reports: readonly TabledReport[]): SaidValues {
  return {
    names: new Map(reports.flatMap(({ tables }) => tables.names)),
    labels: new Map(reports.flatMap(({ tables }) => tables.labels)),
  }
}

function accounted(call: Call, entry: number | null, as: AccountedCall['as']): AccountedCall {
  const isWithoutCounts = isUnstated(call.counts) && call.fees === null
  return { entry, as, isWithoutCounts, calls: call.calls, partial: call.partial }
}

function accountedIn({ row, fees }: JoinedRow, as: AccountedCall['as']): AccountedCall {
  const isWithoutCounts = isUnstated(tokenCounts(row.counts)) && Object.keys(fees).length === 0
  const { entry, calls, partial } = row
  return { entry, as, isWithoutCounts, calls, partial }
}

function byEntry(a: JoinedRow, b: JoinedRow): number {
  return (a.row.entry ?? -1) - (b.row.entry ?? -1)
}
