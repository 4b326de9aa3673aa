import { isUnstated } from '../usage/counts.ts'
import { type CallRow, callOf } from './call-rows.ts'
import type { Ledger } from './ledger.ts'
import { bucketOfEntry, sumAccounts } from './merge.ts'
import type { FileAccount, InputAccount, TokenUsageReport, Warning } from './report.ts'

/** A report that states its calls one by one. */
export interface KeyedReport {
  readonly report: TokenUsageReport & { readonly calls: readonly CallRow[] }
  readonly name: string
  /** False when its groups do not serve the ledger, and its models do. */
  readonly served: boolean
}

export interface MergedCalls {
  /** The accounts of their files, after calls were folded into copies in other reports. */
  readonly inputs: readonly InputAccount[]
  readonly warnings: readonly Warning[]
}

/** A row, and where it comes from. */
interface Origin {
  readonly row: CallRow
  readonly keyed: KeyedReport
  readonly file: FileAccount
}

/**
 * Adds the calls of several reports to a ledger, each once: the same file read by two of them counts once, and of the
 * copies of a call in different files one wins, as between logs (tracker/dedupe.ts).
 */
export function addCalls(ledger: Ledger, reports: readonly KeyedReport[]): MergedCalls {
  const warnings: Warning[] = []
  const dropped = new Set<FileAccount>()
  const all = reports.map(originsOf)
  all.forEach((origins, index) => {
    for (const file of reports[index]!.report.input.by_file) {
      const earlier = reports
        .slice(0, index)
        .findIndex(({ report }, place) => isSameFile(file, origins, all[place]!, report, dropped))
      if (earlier < 0) continue
      dropped.add(file)
      const [name, first] = [reports[index]!.name, reports[earlier]!.name]
      warnings.push({ code: 'overlap', message: `${file.name} is in ${name} and in ${first}; it counts once` })
    }
  })
  const rows = all.flat().filter(({ file }) => !dropped.has(file))
  const winners = winnersOf(rows)
  for (const origin of rows) if (winners.has(origin)) add(ledger, origin, winners.get(origin)!)
  const inputs = reports.map(({ report: { input } }) => {
    const kept = input.by_file.filter((file) => !dropped.has(file))
    const by_file = kept.map((file) => folded(file, rows, winners))
    return { files: by_file.length, ...sumAccounts(by_file), skipped_files: input.skipped_files, by_file }
  })
  return { inputs, warnings }
}

function originsOf(keyed: KeyedReport): readonly Origin[] {
  return keyed.report.calls.map((row) => ({ row, keyed, file: keyed.report.input.by_file[row.file]! }))
}

/** The kept copies, each with the earliest time of all of its copies. */
function winnersOf(rows: readonly Origin[]): ReadonlyMap<Origin, number | null> {
  const winners = new Map<Origin, number | null>()
  const byId = new Map<string, Origin[]>()
  for (const origin of rows) {
    const { id, time } = origin.row
    if (id === null) winners.set(origin, time)
    else byId.set(id, [...(byId.get(id) ?? []), origin])
  }
  for (const copies of byId.values()) {
    const times = copies.flatMap(({ row }) => row.time ?? [])
    winners.set([...copies].sort(byRank)[0]!, times.length === 0 ? null : Math.min(...times))
  }
  return winners
}

/** As between copies in logs: greatest output, greatest input, most classes stated, final, earliest, first file. */
function byRank(a: Origin, b: Origin): number {
  const count = ({ row }: Origin, place: number) => row.counts[place] ?? 0
  const stated = ({ row }: Origin) => row.counts.filter((each) => each !== null).length
  return (
    count(b, 1) - count(a, 1) ||
    count(b, 0) - count(a, 0) ||
    stated(b) - stated(a) ||
    Number(a.row.partial) - Number(b.row.partial) ||
    (a.row.time ?? Number.MAX_VALUE) - (b.row.time ?? Number.MAX_VALUE) ||
    (a.file.name < b.file.name ? -1 : a.file.name > b.file.name ? 1 : 0) ||
    (a.row.entry ?? 0) - (b.row.entry ?? 0)
  )
}

function add(ledger: Ledger, { row, keyed, file }: Origin, time: number | null): void {
  const { models_breakdown, groups } = keyed.report
  const [model, { priced_as }] = Object.entries(models_breakdown)[row.model]!
  const entry = priced_as[row.price]!
  ledger.addPriced({
    ...{ id: row.id, model, file: file.name, entry: row.entry, parts: row.parts },
    call: { ...callOf(row, model), time },
    keys: keyed.served ? ledger.groupBy.map((by) => groups[row.group]!.keys[by] ?? '') : [model],
    bucket: bucketOfEntry(entry),
    keptCost: entry.matched === 'logged' ? row.logged_cost_usd : null,
  })
}

/** The account of a file of which some calls were folded into copies elsewhere. */
function folded(file: FileAccount, rows: readonly Origin[], winners: ReadonlyMap<Origin, unknown>): FileAccount {
  const own = rows.filter((origin) => origin.file === file)
  const lost = own.filter((origin) => !winners.has(origin))
  if (lost.length === 0) return file
  const entries = (origins: readonly Origin[]) => new Set(origins.flatMap(({ row }) => row.entry ?? []))
  const kept = entries(own.filter((origin) => winners.has(origin)))
  const gone = [...entries(lost)].filter((entry) => !kept.has(entry)).length
  const isWithout = ({ row }: Origin) => isUnstated(callOf(row, '').counts) && Object.keys(row.fees).length === 0
  const without = lost.filter(isWithout).length
  return {
    ...file,
    records: file.records - gone,
    duplicates: file.duplicates + gone,
    calls_folded: file.calls_folded + lost.reduce((sum, { row }) => sum + (row.calls ?? 0), 0),
    calls_without_counts: file.calls_without_counts - without,
    calls_partial: file.calls_partial - lost.filter((origin) => origin.row.partial && !isWithout(origin)).length,
  }
}

/** True when `others` read the same file: by its account, its calls without identity, and every identity that it has. */
function isSameFile(
  file: FileAccount,
  origins: readonly Origin[],
  others: readonly Origin[],
  report: TokenUsageReport,
  dropped: ReadonlySet<FileAccount>,
): boolean {
  const twin = report.input.by_file.find(
    (other) => !dropped.has(other) && SAME.every((name) => other[name] === file[name]),
  )
  if (twin === undefined) return false
  const rowsOf = (all: readonly Origin[], of: FileAccount) => all.filter((origin) => origin.file === of)
  const [ours, theirs] = [rowsOf(origins, file), rowsOf(others, twin)]
  const anonymous = (all: readonly Origin[]) =>
    JSON.stringify(all.flatMap(({ row }) => (row.id === null ? [[row.entry, row.time, row.counts]] : [])))
  const ids = (all: readonly Origin[]) => new Set(all.flatMap(({ row }) => row.id ?? []))
  const [allOurs, allTheirs] = [ids(origins), ids(others)]
  return (
    anonymous(ours) === anonymous(theirs) &&
    [...ids(ours)].every((id) => allTheirs.has(id)) &&
    [...ids(theirs)].every((id) => allOurs.has(id))
  )
}

const SAME = ['name', 'bytes', 'lines', 'malformed', 'calls_found'] as const
