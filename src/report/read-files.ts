import type { FileResult } from '../scan/scan.ts'
import { type FileTally, NO_TALLY } from '../tracker/file-tallies.ts'
import type { TokenUsageTracker } from '../tracker/tracker.ts'
import { fileAccount, inputAccount } from './input.ts'
import type { Ledger } from './ledger.ts'
import type { FileAccount, InputAccount } from './report.ts'

/** The account of the logs; a file that is nothing but a saved report brings its own account instead. */
export function inputOf(
  results: readonly FileResult[],
  tallies: readonly FileTally[],
  ledger: Ledger,
  skipped: number,
  digests: ReadonlyMap<FileResult, string>,
): InputAccount {
  const files: FileAccount[] = []
  results.forEach((result, file) => {
    if (!isLog(result)) return
    const { source, account } = result
    const tally = tallies[file] ?? NO_TALLY
    files.push(fileAccount(source.name, account, tally, ledger.uncertainIn(file), digests.get(result) ?? null))
  })
  return inputAccount(files, skipped)
}

/** What the calls of each file come to, by its number. */
export function talliesIn(results: readonly FileResult[], tracker: TokenUsageTracker): readonly FileTally[] {
  return tracker.tallies(results.length, (file) => results[file]!.account.mixed)
}

/** False when nothing but saved reports was read. */
export function holdLogs(results: readonly FileResult[]): boolean {
  return results.some(isLog)
}

function isLog({ read, reports, account }: FileResult): boolean {
  return read && (reports.length === 0 || account.lines > 0)
}
