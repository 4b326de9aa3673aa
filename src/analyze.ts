import type { Readable } from 'node:stream'
import type { Format } from './formats/format.ts'
import type { Decimal } from './pricing/decimal.ts'
import type { ModelPricing } from './pricing/model-pricing.ts'
import { HypotheticalPricing, pricedAs } from './pricing/what-if.ts'
import { addReports } from './report/add-reports.ts'
import { assemble, type Circumstances } from './report/assemble.ts'
import { foldDuplicateFiles } from './report/duplicate-files.ts'
import { type CurrencyChoice, exchanged } from './report/exchange.ts'
import { fileWarnings } from './report/file-warnings.ts'
import { appliedFilter, filterWarnings, mergedFilter, mixedFilters } from './report/filtered.ts'
import type { Insights } from './report/insights.ts'
import { type InsightChoice, insightsOf } from './report/insights-of.ts'
import { addTraced, originsIn } from './report/kept-calls.ts'
import { type CostSource, Ledger } from './report/ledger.ts'
import { carriedWarnings, mergedInput, mergedPricing, zoneOfAll } from './report/merge.ts'
import { inputOf } from './report/read-files.ts'
import type { GroupRow, TokenUsageReport, Warning } from './report/report.ts'
import { savedReports } from './report/saved-inputs.ts'
import type { ScanObserver } from './scan/observer.ts'
import { scanInPool, threadsFor } from './scan/pool.ts'
import { type FileResult, scan } from './scan/scan.ts'
import { resolveSources } from './sources/resolve.ts'
import { totalSize } from './sources/size.ts'
import type { SourceList, SourceProblem } from './sources/source.ts'
import type { Call } from './tracker/call.ts'
import { dimensionsOf } from './tracker/dimensions.ts'
import { admitted, CallFilter, type Filter } from './tracker/filter.ts'
import { type GivenLabels, labelsByFile, labelWarnings, NO_LABELS } from './tracker/labels.ts'
import { TokenUsageTracker } from './tracker/tracker.ts'
import { Zone } from './usage/zone.ts'

/** Everything that decides which calls are read, and what prices them. */
export interface ReadOptions {
  /** Paths, directories, globs, '-'. */
  readonly inputs: readonly string[]
  readonly cwd: string
  readonly stdin: Readable
  /** The prices, or prices under an assumption: then no cost that a log carries is kept, and a warning says so. */
  readonly pricing: ModelPricing | HypotheticalPricing
  readonly cost: CostSource
  /** Compute the cost of usage dumps too, which otherwise keep the one that they carry. */
  readonly reprice?: boolean
  /** Read every entry as this format; null = recognize each. */
  readonly format: Format | null
  /** Formats of the configuration, asked before the built-in ones. */
  readonly mapped?: readonly Format[]
  /** The model of calls whose log names none. */
  readonly defaultModel?: string | null
  /** Sees every entry; then one thread reads. */
  readonly observer?: ScanObserver | null
  /** Parse entries without a usage marker too, so that broken ones among them are counted. */
  readonly everyEntry: boolean
  /** Without the scan kernel. */
  readonly plain?: boolean
  /** How many threads read; null or absent = as many as are worth their start, 1 = only this one. */
  readonly threads?: number | null
  /** Called often while reading; cheap to ignore. */
  readonly onProgress?: (progress: Progress) => void
}

/** Everything that decides a report. Same options, same files: same report. */
export interface AnalyzeOptions extends ReadOptions {
  /** Names from DIMENSIONS; null = by model, or as saved reports among the inputs are grouped. */
  readonly groupBy: readonly string[] | null
  /** IANA name of the zone whose days and hours count; null or absent = that of saved reports among the inputs, or UTC. */
  readonly timezone?: string | null
  /** Lists every call in the report, so that reports which share calls can be added up. */
  readonly withKeys?: boolean
  /** null or absent: USD, or the rate that saved reports among the inputs agree on. */
  readonly exchange?: CurrencyChoice | null
  /** What else to find out about the calls; null or absent = nothing. */
  readonly insights?: InsightChoice | null
  /** Which calls are counted; null or absent = all. */
  readonly filter?: Filter | null
  /** Labels for calls beside those that logs carry. */
  readonly labels?: GivenLabels
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

export interface Analysis {
  readonly report: TokenUsageReport
  /** The rows of the same calls by other dimensions; null where a saved report is among the inputs, which has no calls. */
  readonly groupsBy: (names: readonly string[]) => readonly GroupRow[] | null
  /** What could not be read, wholly or in part. */
  readonly problems: readonly SourceProblem[]
  /** True when there was something to read and none of it could be. */
  readonly nothingRead: boolean
}

/** The one orchestration: sources → scan → tracker → pricing → report. */
export async function analyze(options: AnalyzeOptions): Promise<Analysis> {
  const { tracker, results, saved, skipped, problems, warnings, nothingRead } = await readAll(options)
  const groupBy = options.groupBy ?? saved[0]?.report.group_by ?? ['model']
  const zone = new Zone(options.timezone ?? zoneOfAll(saved.map(({ report }) => report)) ?? 'UTC')
  const files = results.map(({ source }) => source.name)
  const { labels = NO_LABELS } = options
  const circumstances = { files, zone, labels: labelsByFile(labels, files) }
  const newFilter = () => (options.filter == null ? null : new CallFilter(options.filter, circumstances))
  const ledgerBy = (names: readonly string[], filter: CallFilter | null) => {
    const ledger = new Ledger({
      ...{ ...pricedBy(options), groupBy: names, keysOf: dimensionsOf(names, circumstances) },
      ...(options.withKeys === true && { originOf: originsIn(results) }),
    })
    const admit = (calls: Iterable<Call>) => admitted(calls, filter, options.defaultModel)
    if (options.withKeys === true) addTraced(ledger, tracker.traced(), admit)
    else for (const call of admit(tracker.calls())) ledger.add(call)
    return ledger
  }
  const filter = newFilter()
  const ledger = ledgerBy(groupBy, filter)
  const logs = inputOf(results, tracker, ledger, skipped)
  const merged = addReports(ledger, saved, zone.name, { reprice: pricedBy(options).reprice, filtered: filter !== null })
  const own = { layers: options.pricing.layers, as_of: options.pricing.asOf }
  const ownFilter = logs.files > 0 || saved.length === 0 ? [appliedFilter(filter)] : []
  const filters = [...ownFilter, ...saved.map((each) => each.report.filter)]
  const surroundings: Circumstances = {
    input: mergedInput([logs, ...merged.inputs]),
    pricing:
      saved.length > 0 && logs.files === 0
        ? mergedPricing(saved.map(({ report }) => report.pricing))
        : mergedPricing([own, ...saved.map(({ report }) => report.pricing)]),
    timezone: zone.name,
    filter: mergedFilter(filters),
    warnings: [
      ...warnings,
      ...ledger.warnings(),
      ...filterWarnings(filter, files),
      ...mixedFilters(filters),
      ...labelWarnings(labels, files),
      ...assumptionOf(options),
      ...merged.warnings,
      ...saved.flatMap(({ report }) => carriedWarnings(report)),
    ],
  }
  const parts = [...saved.map((each) => each.report), ...(logs.files === 0 ? [] : [{ exchange: null }])]
  const report = assemble(ledger, surroundings)
  const found = { ...report, insights: insightsIn(report) }
  return {
    report: exchanged(found, options.exchange ?? null, parts),
    groupsBy: (names) => (saved.length > 0 ? null : assemble(ledgerBy(names, newFilter()), surroundings).groups),
    problems,
    nothingRead,
  }

  function insightsIn(report: TokenUsageReport): Insights | null {
    if (options.insights == null) return null
    if (saved.length > 0) return saved.length === 1 && logs.files === 0 ? saved[0]!.report.insights : null
    return insightsOf(report, () => admitted(tracker.calls(), newFilter(), options.defaultModel), {
      ...{ ...pricedBy(options), ...options.insights },
      clock: zone,
      pricerAs: (model) => pricedAs(options.pricing, model),
      files,
    })
  }
}

/** The first half of it: sources → scan → tracker. */
export async function readAll(options: ReadOptions): Promise<Reading> {
  const list = await resolveSources(options.inputs, options.cwd)
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
  const { onProgress = () => {}, stdin, mapped = [], observer = null } = options
  const how = { format: options.format, everyEntry: options.everyEntry, plain: options.plain ?? false }
  const { sources } = list
  const files = sources.length
  const threads = options.threads ?? threadsFor(totalSize(sources), files)
  const shareable = observer === null && mapped.length === 0 && sources.every(({ path }) => path !== null)
  if (threads > 1 && shareable) {
    return await scanInPool(sources, {
      ...how,
      threads,
      adopt: (rows) => void tracker.adopt(rows),
      onProgress: (bytes, records) => onProgress({ bytes, files, records, cost: null }),
    })
  }
  let [bytes, records] = [0, 0]
  return await scan(sources, {
    ...{ ...how, stdin, mapped, observer },
    add: (record, origin) => {
      records++
      return tracker.add(record, origin)
    },
    onBytes: (more) => {
      bytes += more
      onProgress({ bytes, files, records, cost: null })
    },
    onFile: () => onProgress({ bytes, files, records, cost: () => costSoFar(tracker, options) }),
  })
}

function pricedBy({ pricing, cost, defaultModel = null, reprice = false }: ReadOptions) {
  return { pricer: pricing, cost, defaultModel, reprice: reprice || pricing instanceof HypotheticalPricing }
}

function assumptionOf({ pricing }: ReadOptions): readonly Warning[] {
  if (!(pricing instanceof HypotheticalPricing)) return []
  return [{ code: 'hypothetical', message: `not a bill: ${pricing.assumption}` }]
}

function costSoFar(tracker: TokenUsageTracker, options: ReadOptions): Decimal {
  const ledger = new Ledger({ ...pricedBy(options), groupBy: [], keysOf: () => [] })
  for (const call of tracker.calls()) ledger.add(call)
  return ledger.totalCost()
}
