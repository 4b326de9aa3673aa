import type { ScanAccount } from '../scan/account.ts'
import type { FileTally, UncertainCalls } from '../tracker/file-tallies.ts'
import { sumAccounts } from './merge.ts'
import type { FileAccount, InputAccount } from './report.ts'

/** Joins what the scan saw with what dedupe kept: lines = records + duplicates + other + malformed, per file. */
export function fileAccount(
  name: string,
  file: ScanAccount,
  tally: FileTally,
  uncertain: UncertainCalls,
  sha256: string | null,
): FileAccount {
  return {
    name,
    formats: file.formats.length > 1 ? [...file.formats].sort() : file.formats,
    bytes: file.bytes,
    lines: file.lines,
    records: tally.entries,
    duplicates: file.entriesWithCalls - tally.entries - tally.emptied + file.folded,
    other: file.other + tally.emptied,
    malformed: file.malformed,
    malformed_usage: file.malformedUsage,
    calls_found: file.callsFound,
    calls_folded: file.callsFound - tally.calls,
    calls_without_counts: uncertain.withoutCounts,
    calls_partial: uncertain.partial,
    sha256,
  }
}

export function inputAccount(files: readonly FileAccount[], skipped: number): InputAccount {
  return { files: files.length, ...sumAccounts(files), skipped_files: skipped, by_file: files }
}
