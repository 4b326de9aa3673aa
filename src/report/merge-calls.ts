import { type CallTotal, NO_CALLS } from '../tracker/call.ts'
import { added } from '../tracker/filter.ts'
import { admittedElsewhere } from './admitted-elsewhere.ts'
import { type CallRow, type CopyRow, callOf, ownTimeOf } from './call-rows.ts'
import { timelessWarning, totalOf } from './filtered.ts'
import { foldedAccount } from './folded-account.ts'
import { type KeptCopy, keptCopies } from './kept-copies.ts'
import { groupKeys } from './kept-keys.ts'
import type { Ledger } from './ledger.ts'
import { bucketOfEntry, sumAccounts } from './merge.ts'
import type { AppliedFilter, FileAccount, InputAccount, TokenUsageReport, Warning } from './report.ts'
import { sameFiles } from './same-files.ts'
import { shortTotals } from './short-totals.ts'

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
  /** Their filters, and what they leave out after the same. */
  readonly filters: readonly AppliedFilter[]
  readonly warnings: readonly Warning[]
}

/** A row, and where it comes from. */
export interface CopyOfCall {
  readonly row: CopyRow
  /** The same row where it counts; null = its filter left it out. */
  readonly counted: CallRow | null
  readonly timeless: boolean
  readonly keyed: KeyedReport
  readonly file: FileAccount
}

/**
 * Adds the calls of several reports to a ledger, each once, where some are of a version whose rows say what counted and not
 * what was stated (joined-calls.ts adds up the others): the same file read by two of them counts once, and of the
 * copies of a call in different files one wins, as between logs.
 */
export function addCalls(ledger: Ledger, reports: readonly KeyedReport[]): MergedCalls {
  const stated = reports.flatMap(copiesIn)
  const admitted = admittedElsewhere(stated)
  const all = admitted ?? stated
  const { dropped, repeated, warnings } = sameFiles(reports, all)
  const copies = all.filter(({ file }) => !dropped.has(file))
  const isNobodys = ({ row, file }: CopyOfCall) => row.id === null && !dropped.has(file) && !repeated.has(file)
  // What a dropped file holds is in the report that has it too; there another filter may have left it out.
  const rivals = admitted === null ? all : copies
  const kept = keptCopies(rivals.filter((copy) => copy.row.id !== null || isNobodys(copy)))
  const add = adder(ledger, reports)
  for (const call of kept.values()) add(call)
  const left = leftOutBy([...kept.values()].flatMap(({ known }) => (known.counted === null ? [known] : [])))
  const byFile = new Map<FileAccount, CopyOfCall[]>()
  for (const { report } of reports) for (const file of report.input.by_file) byFile.set(file, [])
  for (const copy of copies) byFile.get(copy.file)!.push(copy)
  const inputs = reports.map(({ report: { input } }) => {
    const files = input.by_file.filter((file) => !dropped.has(file))
    const by_file = files.map((file) => foldedAccount(file, byFile.get(file)!, kept))
    return { files: by_file.length, ...sumAccounts(by_file), skipped_files: input.skipped_files, by_file }
  })
  const filters = reports.map(({ report: { filter } }, index) => ({
    ...{ given: filter.given, left_out: NO_CALLS, without_time: NO_CALLS },
    ...(index === 0 && left.totals),
  }))
  return { inputs, filters, warnings: [...warnings, ...left.warnings, ...shortTotals(kept.values())] }
}

function copiesIn(keyed: KeyedReport): readonly CopyOfCall[] {
  const { calls, left_out_calls, input } = keyed.report
  const fileOf = (row: CopyRow) => ({ row, keyed, file: input.by_file[row.file]! })
  return [
    ...calls.map((row) => ({ ...fileOf(row), counted: row, timeless: false })),
    ...(left_out_calls ?? []).map((row) => ({ ...fileOf(row), counted: null, timeless: row.timeless })),
  ]
}

function adder(ledger: Ledger, reports: readonly KeyedReport[]): (call: KeptCopy) => void {
  const modelsOf = new Map(reports.map((keyed) => [keyed, Object.entries(keyed.report.models_breakdown)]))
  const keysOf = groupKeys(ledger.groupBy)
  return (kept) => {
    const { row, counted, timeless, keyed, file } = kept.known
    const origin = {
      trace: { identity: row.id, ownTime: ownTimeOf(row), tie: row.tie },
      ...{ source: null, file, entry: row.entry },
    }
    if (counted === null) {
      ledger.leftOut.push({ ...origin, call: { ...callOf(row), time: kept.time }, timeless, priced: null })
      return
    }
    const [model, { priced_as }] = modelsOf.get(keyed)![counted.model]!
    const entry = priced_as[counted.price]!
    ledger.addPriced({
      ...{ ...origin, model, parts: counted.parts },
      call: { ...callOf(row, { ...counted, model }), time: kept.time },
      keys: keyed.served ? keysOf(kept) : [model],
      bucket: bucketOfEntry(entry),
      keptCost: entry.matched === 'logged' ? counted.logged_cost_usd : null,
    })
  }
}

/** What the filters leave out, each call once, and the files in which that is for want of a time. */
function leftOutBy(copies: readonly CopyOfCall[]) {
  const others = copies.filter(({ timeless }) => !timeless)
  const byFile = new Map<string, CallTotal>()
  for (const { row, file } of copies.filter(({ timeless }) => timeless))
    byFile.set(file.name, added(byFile.get(file.name) ?? NO_CALLS, callOf(row)))
  const totals = {
    left_out: others.reduce((sum, { row }) => added(sum, callOf(row)), NO_CALLS),
    without_time: totalOf([...byFile.values()]),
  }
  return { totals, warnings: [...byFile].map(([name, total]) => timelessWarning(name, total)) }
}
