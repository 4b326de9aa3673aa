import type { FileResult } from '../scan/scan.ts'
import { sameContent } from '../sources/content.ts'
import type { TokenUsageTracker } from '../tracker/tracker.ts'
import type { Warning } from './report.ts'

/** Calls without identity count once when a whole file was given twice under two names. */
export async function foldDuplicateFiles(
  results: readonly FileResult[],
  tracker: TokenUsageTracker,
): Promise<Warning[]> {
  const warnings: Warning[] = []
  const originals = new Map<string, FileResult[]>()
  for (const [file, result] of results.entries()) {
    const { bytes, lines, callsFound } = result.account
    if (callsFound === 0) continue
    const key = `${bytes}:${lines}:${tracker.digestOf(file)}`
    const candidates = originals.get(key) ?? []
    originals.set(key, candidates)
    const original = await firstMatch(candidates, ({ source }) => sameContent(source, result.source))
    if (original === null) {
      candidates.push(result)
      continue
    }
    tracker.foldAnonymous(file)
    warnings.push({
      code: 'duplicate_file',
      message: `${result.source.name} has the same content as ${original.source.name}; its calls count once`,
    })
  }
  return warnings
}

async function firstMatch<T>(items: readonly T[], matches: (item: T) => Promise<boolean>): Promise<T | null> {
  for (const item of items) if (await matches(item)) return item
  return null
}
