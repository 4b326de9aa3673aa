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
  const files = results.flatMap(({ source, account, read, reports }, file) => {
    if (!read || (reports.length > 0 && account.lines === 0)) return []
    const [tally, uncertain] = [tallies[file] ?? NOTHING_KEPT, ledger.uncertainIn(file)]
    return [fileAccount(source.name, account, tally, uncertain, digests.get(results[file]!) ?? null)]
  })
  return inputAccount(files, skipped)
}

const NOTHING_KEPT = { entries: 0, calls: 0, emptied: 0 }
