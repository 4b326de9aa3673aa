import type { FileResult } from '../scan/scan.ts'
import { canBeReadAgain, contentDigest, sameContent } from '../sources/content.ts'
import type { TokenUsageTracker } from '../tracker/tracker.ts'
import type { Warning } from './report.ts'
import { sameContentWarning } from './same-files.ts'

/** Calls without identity count once when a whole file was given twice under two names. */
export async function foldDuplicateFiles(
  results: readonly FileResult[],
  tracker: TokenUsageTracker,
): Promise<Warning[]> {
  const warnings: Warning[] = []
  const originals = new Map<number, FileResult[]>()
  for (const [file, result] of results.entries()) {
    const { bytes, lines, callsFound, digest } = result.account
    if (callsFound === 0) continue
    const known = originals.get(digest)
    if (known === undefined) {
      originals.set(digest, [result])
      continue
    }
    const candidates = known.filter(({ account }) => account.bytes === bytes && account.lines === lines)
    const original = await firstMatch(candidates, ({ source }) => sameContent(source, result.source))
    if (original === null) {
      const like = candidates.find(({ source }) => !canBeReadAgain(source) || !canBeReadAgain(result.source))
      if (like !== undefined) warnings.push(equalSources(result, like))
      known.push(result)
      continue
    }
    tracker.foldAnonymous(file)
    warnings.push(sameContentWarning(result.source.name, original.source.name))
  }
  return warnings
}

/** What each file holds, by its result, so that a later merge tells equal ones. A file that grew meanwhile is left out. */
export async function contentDigests(results: readonly FileResult[]): Promise<ReadonlyMap<FileResult, string>> {
  const digests = new Map<FileResult, string>()
  for (const result of results) {
    const digest = await contentDigest(result.source)
    if (digest?.bytes === result.account.bytes) digests.set(result, digest.sha256)
  }
  return digests
}

/** A pipe is gone when it was read, and what it said cannot be compared any more. */
function equalSources({ source }: FileResult, like: FileResult): Warning {
  const message = `${source.name} has as many bytes and lines as ${like.source.name}, and the same calls; if it is the same log, its calls without an id count twice`
  return { code: 'equal_sources', message }
}

async function firstMatch<T>(items: readonly T[], matches: (item: T) => Promise<boolean>): Promise<T | null> {
  for (const item of items) if (await matches(item)) return item
  return null
}
