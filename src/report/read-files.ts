import type { FileResult } from '../scan/scan.ts'
import type { TokenUsageTracker } from '../tracker/tracker.ts'
import { fileAccount, inputAccount } from './input.ts'
import type { Ledger } from './ledger.ts'
import type { InputAccount } from './report.ts'

/** The account of the logs; a file that is nothing but a saved report brings its own account instead. */
export function inputOf(
  results: readonly FileResult[],
  tracker: TokenUsageTracker,
  ledger: Ledger,
  skipped: number,
  digests: ReadonlyMap<FileResult, string>,
): InputAccount {
  const tallies = tracker.tallies(results.length, (file) => results[file]!.account.mixed)
  const files = results.flatMap((result, file) => {
    const { source, account } = result
    if (!isLog(result)) return []
    const [tally, uncertain] = [tallies[file] ?? NOTHING_KEPT, ledger.uncertainIn(file)]
    return [fileAccount(source.name, account, tally, uncertain, digests.get(result) ?? null)]
  })
  return inputAccount(files, skipped)
}

/** False when nothing but saved reports was read. */
export function holdLogs(results: readonly FileResult[]): boolean {
  return results.some(isLog)
}

function isLog({ read, reports, account }: FileResult): boolean {
  return read && (reports.length === 0 || account.lines > 0)
}

const NOTHING_KEPT = { entries: 0, calls: 0, emptied: 0 }
