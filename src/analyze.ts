import type { Readable } from 'node:stream'
import type { Format } from './formats/format.ts'
import type { Decimal } from './pricing/decimal.ts'
import type { ModelPricing } from './pricing/model-pricing.ts'
import { assemble } from './report/assemble.ts'
import { fileAccount, inputAccount } from './report/input.ts'
import { type CostSource, Ledger } from './report/ledger.ts'
import { addReport, carriedWarnings, mergedInput, mergedPricing } from './report/merge.ts'
import type { InputAccount, TokenUsageReport, Warning } from './report/report.ts'
import { parseSavedReport } from './report/saved-report.ts'
import { type FileResult, scan } from './scan/scan.ts'
import { sameContent } from './sources/content.ts'
import { resolveSources } from './sources/resolve.ts'
import type { SourceList, SourceProblem } from './sources/source.ts'
import { dimensionsOf } from './tracker/dimensions.ts'
import { TokenUsageTracker } from './tracker/tracker.ts'

/** Everything that decides a report. Same options, same files: same report. */
export interface AnalyzeOptions {
  /** Paths, directories, globs, '-'. */
  readonly inputs: readonly string[]
  readonly cwd: string
  readonly stdin: Readable
  readonly pricing: ModelPricing
  /** Names from DIMENSIONS; null = by model, or as saved reports among the inputs are grouped. */
  readonly groupBy: readonly string[] | null
  readonly cost: CostSource
  /** Read every entry as this format; null = recognize each. */
  readonly format: Format | null
  /** Parse entries without a usage marker too, so that broken ones among them are counted. */
  readonly everyEntry: boolean
  /** Called often while reading; cheap to ignore. */
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  /** Read from disk so far. */
  readonly bytes: number
  readonly file: number
  readonly files: number
  readonly records: number
  /** USD of everything read so far; takes time. null inside a file, where streams may not be complete. */
  readonly cost: (() => Decimal) | null
}

export interface Analysis {
  readonly report: TokenUsageReport
  /** What could not be read, wholly or in part. */
  readonly problems: readonly SourceProblem[]
  /** True when there was something to read and none of it could be. */
  readonly nothingRead: boolean
}

/** The one orchestration: sources → scan → tracker → pricing → report. */
export async function analyze(options: AnalyzeOptions): Promise<Analysis> {
  const list = await resolveSources(options.inputs, options.cwd)
  const tracker = new TokenUsageTracker()
  const results = await scanAll(list, tracker, options)
  const duplicates = await foldDuplicateFiles(results, tracker)
  const saved = results.flatMap(({ source, reports }) =>
    reports.map((text) => ({ name: source.name, report: parseSavedReport(text, source.name) })),
  )
  const groupBy = options.groupBy ?? saved[0]?.report.group_by ?? ['model']
  const ledger = new Ledger({
    pricer: options.pricing,
    cost: options.cost,
    groupBy,
    keysOf: dimensionsOf(
      groupBy,
      results.map(({ source }) => source.name),
    ),
  })
  for (const call of tracker.calls()) ledger.add(call)
  const logs = inputOf(results, tracker, ledger, list.skipped)
  for (const { name, report } of saved) addReport(ledger, report, name)
  const problems = [...list.problems, ...results.flatMap((result) => result.problems)]
  const own = { layers: options.pricing.layers, as_of: options.pricing.asOf }
  const report = assemble(ledger, {
    input: mergedInput([logs, ...saved.map(({ report }) => report.input)]),
    pricing:
      saved.length > 0 && logs.files === 0
        ? mergedPricing(saved.map(({ report }) => report.pricing))
        : mergedPricing([own, ...saved.map(({ report }) => report.pricing)]),
    timezone: 'UTC',
    warnings: [
      ...problems.map(({ code, message }) => ({ code, message })),
      ...duplicates,
      ...results.flatMap(fileWarnings),
      ...saved.flatMap(({ report }) => carriedWarnings(report)),
    ],
  })
  return { report, problems, nothingRead: problems.length > 0 && !results.some(({ read }) => read) }
}

async function scanAll(
  list: SourceList,
  tracker: TokenUsageTracker,
  options: AnalyzeOptions,
): Promise<readonly FileResult[]> {
  const { onProgress = () => {}, stdin, format, everyEntry } = options
  const files = list.sources.length
  let [bytes, records] = [0, 0]
  return await scan(list.sources, {
    stdin,
    format,
    everyEntry,
    add: (record, origin) => {
      records++
      return tracker.add(record, origin)
    },
    onBytes: (more, file) => {
      bytes += more
      onProgress({ bytes, file, files, records, cost: null })
    },
    onFile: (file) => onProgress({ bytes, file, files, records, cost: () => costSoFar(tracker, options) }),
  })
}

function costSoFar(tracker: TokenUsageTracker, { pricing, cost }: AnalyzeOptions): Decimal {
  const ledger = new Ledger({ pricer: pricing, cost, groupBy: [], keysOf: () => [] })
  for (const call of tracker.calls()) ledger.add(call)
  return ledger.totalCost()
}

/** Calls without identity count once when a whole file was given twice under two names. */
async function foldDuplicateFiles(results: readonly FileResult[], tracker: TokenUsageTracker): Promise<Warning[]> {
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

/** The account of the logs; a file that is nothing but a saved report brings its own account instead. */
function inputOf(
  results: readonly FileResult[],
  tracker: TokenUsageTracker,
  ledger: Ledger,
  skipped: number,
): InputAccount {
  const tallies = tracker.tallies((file) => results[file]!.account.mixed)
  const files = results.flatMap(({ source, account, read, reports }, file) => {
    if (!read || (reports.length > 0 && account.lines === 0)) return []
    const scanned = { ...account, name: source.name, formats: [...account.formats].sort() }
    return [fileAccount(scanned, tallies[file] ?? NOTHING_KEPT, ledger.uncertainIn(file))]
  })
  return inputAccount(files, skipped)
}

const NOTHING_KEPT = { entries: 0, calls: 0, emptied: 0 }

function fileWarnings({ source, account, warnings }: FileResult): Warning[] {
  const result = [...warnings].map(([code, message]) => ({ code, message: `${source.name}: ${message}` }))
  for (const { line, reason } of account.rejects) {
    const code = reason.startsWith('truncated') ? 'truncated' : 'malformed'
    result.push({ code, message: `${source.name}:${line}: ${reason}` })
  }
  const more = account.malformed - account.rejects.length
  if (more > 0) result.push({ code: 'malformed', message: `${source.name}: ${more} more malformed entries` })
  return result
}
