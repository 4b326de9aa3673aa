import { isUnstated } from '../usage/counts.ts'
import { callOf } from './call-rows.ts'
import type { KeptCopy } from './kept-copies.ts'
import type { CopyOfCall } from './merge-calls.ts'
import type { FileAccount } from './report.ts'

/** The account of a file of which some calls were folded into copies in other reports. */
export function foldedAccount(
  file: FileAccount,
  copies: readonly CopyOfCall[],
  kept: ReadonlyMap<CopyOfCall, KeptCopy>,
): FileAccount {
  const lost = copies.filter((copy) => !kept.has(copy))
  if (lost.length === 0) return file
  const entries = (of: readonly CopyOfCall[]) => new Set(of.flatMap(({ row }) => row.entry ?? []))
  const left = entries(copies.filter((copy) => kept.has(copy)))
  const gone = [...entries(lost)].filter((entry) => !left.has(entry)).length
  const counted = lost.filter((copy) => copy.counted !== null)
  const without = counted.filter(isWithoutCounts).length
  return {
    ...file,
    records: file.records - gone,
    duplicates: file.duplicates + gone,
    calls_folded: file.calls_folded + lost.reduce((sum, { row }) => sum + (row.calls ?? 0), 0),
    calls_without_counts: file.calls_without_counts - without,
    calls_partial: file.calls_partial - counted.filter((copy) => copy.row.partial && !isWithoutCounts(copy)).length,
  }
}

function isWithoutCounts({ row, counted }: CopyOfCall): boolean {
  return isUnstated(callOf(row).counts) && Object.keys(counted?.fees ?? {}).length === 0
}
