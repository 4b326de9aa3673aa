import type { FileAccount } from './report.ts'

/** A call or total as the account of its file has it. */
export interface AccountedCall {
  readonly entry: number | null
  readonly calls: number | null
  readonly isCounted: boolean
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
  const [records, calls] = [are.entries - were.entries, are.calls - were.calls]
  return {
    ...file,
    records: file.records + records,
    duplicates: file.duplicates - records,
    calls_folded: file.calls_folded - calls,
    calls_without_counts: file.calls_without_counts + are.withoutCounts - were.withoutCounts,
    calls_partial: file.calls_partial + are.partial - were.partial,
  }
}

function tallyOf(all: readonly AccountedCall[]) {
  const counted = all.filter(({ isCounted }) => isCounted)
  const withoutCounts = counted.filter(({ isWithoutCounts }) => isWithoutCounts)
  return {
    entries: new Set(all.flatMap(({ entry }) => entry ?? [])).size,
    calls: all.reduce((sum, { calls }) => sum + (calls ?? 0), 0),
    withoutCounts: withoutCounts.length,
    partial: counted.filter(({ partial, isWithoutCounts }) => partial && !isWithoutCounts).length,
  }
}
