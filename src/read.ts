import type { Format } from './formats/format.ts'
import type { Decimal } from './pricing/decimal.ts'
import type { ModelPricing } from './pricing/model-pricing.ts'
import type { HypotheticalPricing } from './pricing/what-if.ts'
import { foldDuplicateFiles } from './report/duplicate-files.ts'
import { fileWarnings } from './report/file-warnings.ts'
import { type CostSource, Ledger } from './report/ledger.ts'
import type { TokenUsageReport, Warning } from './report/report.ts'
import { savedReports } from './report/saved-inputs.ts'
import type { ScanObserver } from './scan/observer.ts'
import { NO_PLAN, type PartSizes, planOf } from './scan/plan.ts'
import { areManySmall, scanInPool, threadsFor } from './scan/pool.ts'
import { type FileResult, scan } from './scan/scan.ts'
import { NO_INPUT } from './sources/no-input.ts'
import { resolveSources } from './sources/resolve.ts'
import type { SourceList, SourceProblem } from './sources/source.ts'
import { TokenUsageTracker } from './tracker/tracker.ts'

/** Everything that decides which calls are read, and what prices them. */
export interface ReadOptions {
  /** Paths, directories, globs, '-'. */
  readonly inputs: readonly string[]
  /** Where relative paths start; absent = the working directory. */
  readonly cwd?: string
  /** What '-' reads; absent = nothing. */
  readonly stdin?: AsyncIterable<Buffer | string>
  /** The prices, or prices under an assumption: then no cost that a log carries is kept, and a warning says so. */
  readonly pricing: ModelPricing | HypotheticalPricing
  /** Which cost counts where a log carries its own; absent = the computed one. */
  readonly cost?: CostSource
  /** Compute the cost of usage dumps too, which otherwise keep the one that they carry. */
  readonly reprice?: boolean
  /** Read every entry as this format; null or absent = recognize each. */
  readonly format?: Format | null
  /** Formats of the configuration, asked before the built-in ones. */
  readonly mapped?: readonly Format[]
  /** The model of calls whose log names none. */
  readonly defaultModel?: string | null
  /** Sees every entry; then one thread reads. */
  readonly observer?: ScanObserver | null
  /** Parse entries without a usage marker too, so that broken ones among them are counted. */
  readonly everyEntry?: boolean
  /** Without the scan kernel. */
  readonly plain?: boolean
  /** Keeps what was found in files, so that they need not be read again; null or absent = nothing is kept. */
  readonly cache?: CacheOptions | null
  /** How many threads read; null or absent = as many as are worth their start, 1 = only this one. */
  readonly threads?: number | null
  /** Files of what size are read in parts, with one thread too; absent = with several, as it pays. */
  readonly parts?: PartSizes
  /** Called often while reading; cheap to ignore. */
  readonly onProgress?: (progress: Progress) => void
}

export interface CacheOptions {
  /** Where; it is made when there is something to keep. */
  readonly folder: string
  /** Told when it cannot be written, which changes nothing in the report. */
  readonly warn?: (message: string) => void
}

/** Everything that was read, before any of it is priced. */
export interface Reading {
  readonly tracker: TokenUsageTracker
  /** In the order of the file numbers that the tracker knows. */
  readonly results: readonly FileResult[]
  /** Reports among the inputs: sums, which no tracker holds. */
  readonly saved: readonly { readonly name: string; readonly report: TokenUsageReport }[]
  readonly skipped: number
  readonly problems: readonly SourceProblem[]
  /** Facts about the sources, the problems among them. */
  readonly warnings: readonly Warning[]
  /** True when there was something to read and none of it could be. */
  readonly nothingRead: boolean
}

export interface Progress {
  /** Read from disk so far. */
  readonly bytes: number
  readonly files: number
  readonly records: number
  /** USD of everything read so far; takes time. null inside a file, where streams may not be complete. */
  readonly cost: (() => Decimal) | null
}

/** Sources → scan → tracker: the half that streams. */
export async function readAll(options: ReadOptions): Promise<Reading> {
  const list = await resolveSources(options.inputs, options.cwd ?? '.')
  const tracker = new TokenUsageTracker()
  const results = await scanAll(list, tracker, options)
  const duplicates = await foldDuplicateFiles(results, tracker)
  const problems = [...list.problems, ...results.flatMap((result) => result.problems)]
  const lost = results.flatMap(fileWarnings)
  const { saved, warnings: savedWarnings } = savedReports(results)
  const warnings = [
    ...problems.map(({ code, message }) => ({ code, message })),
    ...duplicates,
    ...savedWarnings,
    ...lost,
  ]
  const nothingRead = problems.length > 0 && !results.some(({ read }) => read)
  return { tracker, results, saved, skipped: list.skipped, problems, warnings, nothingRead }
}

async function scanAll(
  list: SourceList,
  tracker: TokenUsageTracker,
  options: ReadOptions,
): Promise<readonly FileResult[]> {
  const { onProgress = () => {}, stdin = NO_INPUT, mapped = [], observer = null } = options
  const { format = null, everyEntry = false, plain = false } = options
  const how = { format, everyEntry, plain }
  const { sources } = list
  const files = sources.length
  const cache = await cacheOf(options)
  if (cache !== null) {
    const { scanCached } = await import('./cache/cached-scan.ts')
    return await scanCached(sources, cache, {
      ...{ ...how, stdin, mapped, threads: options.threads ?? null },
      room: (bytes) => tracker.room(bytes),
      adopt: (rows) => tracker.adopt(rows),
      onProgress: (bytes, records) => onProgress({ bytes, files, records, cost: null }),
    })
  }
  const shareable = observer === null && mapped.length === 0 && sources.every(({ path }) => path !== null)
  const isAsked = (options.threads ?? 1) > 1 || options.parts !== undefined
  const mayShare = shareable && (isAsked || (options.threads == null && !areManySmall(sources)))
  const { tasks, bytes: size } = mayShare ? planOf(sources, format, options.parts) : NO_PLAN
  const threads = options.threads ?? threadsFor(size, tasks.length)
  if (tasks.length > 0 && (threads > 1 || options.parts !== undefined)) {
    const results: FileResult[] = []
    await scanInPool(tasks, {
      ...how,
      toBeKept: false,
      threads,
      take(delivery) {
        for (const { file, result } of delivery.results) results[file] = result
        tracker.takeOver(delivery.rows)
      },
      onProgress: (bytes, records) => onProgress({ bytes, files, records, cost: null }),
    })
    return results
  }
  const cost = () => costSoFar(tracker, options)
  let [bytes, records] = [0, 0]
  return await scan(sources, {
    ...{ ...how, stdin, mapped, observer },
    add: (record, origin) => {
      records++
      return tracker.add(record, origin)
    },
    tables: tracker.tables,
    addStamped: (calls, file) => {
      records += calls.length
      tracker.addStamped(calls, file)
    },
    onBytes: (more) => {
      bytes += more
      onProgress({ bytes, files, records, cost: null })
    },
    onFile: () => onProgress({ bytes, files, records, cost }),
  })
}

/** null = none is wanted, or what formats find cannot be known again. Observers want to see every entry. */
async function cacheOf(options: ReadOptions) {
  const { cache, format = null, mapped = [], everyEntry = false, plain = false, observer } = options
  if (cache == null || observer != null) return null
  const [{ cacheKey }, { ScanCache }] = await Promise.all([
    import('./cache/cache-key.ts'),
    import('./cache/scan-cache.ts'),
  ])
  const key = cacheKey({ format, mapped, everyEntry, plain })
  return key === null ? null : new ScanCache(cache.folder, key, cache.warn ?? (() => {}))
}

/** How the calls that were read are priced. */
export function pricedBy({ pricing, cost = 'computed', defaultModel = null, reprice = false }: ReadOptions) {
  return { pricer: pricing, cost, defaultModel, reprice: reprice || pricing.assumption !== null }
}

function costSoFar(tracker: TokenUsageTracker, options: ReadOptions): Decimal {
  const ledger = new Ledger({ ...pricedBy(options), groupBy: [], keysOf: () => [] })
  for (const call of tracker.calls()) ledger.add(call)
  return ledger.totalCost()
}
