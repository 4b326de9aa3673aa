import type { FileAccount } from './report.ts'

/** A call or total as the account of its file has it. */
export interface AccountedCall {
  readonly entry: number | null
  readonly calls: number | null
  /** An update sequence that ended with nothing but zeros is no record. */
  readonly as: 'counted' | 'left out' | 'emptied'
  readonly isWithoutCounts: boolean
  readonly partial: boolean
}

/** The account of a file of which `before` were kept by its own report, and `after` are kept of all reports. */
export function joinedAccount(
  file: FileAccount,
  before: readonly AccountedCall[],
  after: readonly AccountedCall[],
): FileAccount {
  const [were, are] = [tallyOf(before), tallyOf(after)]
  const [records, calls, emptied] = [are.entries - were.entries, are.calls - were.calls, are.emptied - were.emptied]
  return {
    ...file,
    records: file.records + records,
    duplicates: file.duplicates - records - emptied,
    other: file.other + emptied,
    calls_folded: file.calls_folded - calls,
    calls_without_counts: file.calls_without_counts + are.withoutCounts - were.withoutCounts,
    calls_partial: file.calls_partial + are.partial - were.partial,
  }
}

function tallyOf(all: readonly AccountedCall[]) {
  const kept = all.filter(({ as }) => as !== 'emptied')
  const counted = kept.filter(({ as }) => as === 'counted')
  const withoutCounts = counted.filter(({ isWithoutCounts }) => isWithoutCounts)
  return {
    emptied: all.length - kept.length,
    entries: new Set(kept.flatMap(({ entry }) => entry ?? [])).size,
    calls: kept.reduce((sum, { calls }) => sum + (calls ?? 0), 0),
    withoutCounts: withoutCounts.length,
    partial: counted.filter(({ partial, isWithoutCounts }) => partial && !isWithoutCounts).length,
  }
}
