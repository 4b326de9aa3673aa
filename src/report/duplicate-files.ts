import type { FileResult } from '../scan/scan.ts'
import { contentDigest } from '../sources/content.ts'
import type { TokenUsageTracker } from '../tracker/tracker.ts'
import type { Warning } from './report.ts'
import { sameContentWarning } from './same-files.ts'

/** Calls without identity count once when a whole file was given twice under two names. */
export async function foldDuplicateFiles(
  results: readonly FileResult[],
  tracker: TokenUsageTracker,
): Promise<Warning[]> {
  const warnings: Warning[] = []
  const known = new Map<string, FilesAlike>()
  const repeated = repeatedDigests(results)
  if (repeated.size === 0) return warnings
  for (const [file, result] of results.entries()) {
    const { bytes, lines, callsFound, digest } = result.account
    if (callsFound === 0 || !repeated.has(digest)) continue
    const account = [digest, bytes, lines].join()
    const alike = known.get(account)
    if (alike === undefined) {
      known.set(account, new FilesAlike(result))
      continue
    }
    const { original, doubtful } = await alike.add(result)
    if (original !== null) {
      tracker.foldAnonymous(file)
      warnings.push(sameContentWarning(result.source.name, original.source.name))
    } else if (doubtful !== null) warnings.push(equalSources(result, doubtful))
  }
  return warnings
}

/** Those of several files with calls: hardly ever any, so that most files are compared by a number alone. */
function repeatedDigests(results: readonly FileResult[]): ReadonlySet<number> {
  const withCalls = results.filter(({ account }) => account.callsFound > 0)
  const inOrder = Uint32Array.from(withCalls.map(({ account }) => account.digest)).sort()
  return new Set(inOrder.filter((digest, at) => digest === inOrder[at - 1]))
}

/** Files with equal accounts. Each is read again once, when there is a second one. */
class FilesAlike {
  private readonly first: FileResult
  /** The first one of each content; null = its content cannot be told. */
  private readonly byContent = new Map<string | null, FileResult>()

  constructor(first: FileResult) {
    this.first = first
  }

  /** An earlier one of the same content, or else one that may have it (null = there is none). */
  async add(result: FileResult): Promise<{ original: FileResult | null; doubtful: FileResult | null }> {
    if (this.byContent.size === 0) this.byContent.set(await contentOf(this.first), this.first)
    const content = await contentOf(result)
    const known = this.byContent.get(content) ?? null
    if (known === null) this.byContent.set(content, result)
    if (content === null) return { original: null, doubtful: this.first }
    return { original: known, doubtful: this.byContent.get(null) ?? null }
  }
}

async function contentOf({ source }: FileResult): Promise<string | null> {
  return (await contentDigest(source))?.sha256 ?? null
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
