import { pricedAs } from './pricing/what-if.ts'
import { pricedBy, type ReadOptions, readAll } from './read.ts'
import { addReports } from './report/add-reports.ts'
import { assemble, type Circumstances } from './report/assemble.ts'
import { contentDigests } from './report/duplicate-files.ts'
import { type CurrencyChoice, exchanged } from './report/exchange.ts'
import { appliedFilter, filterWarnings, mergedFilter, mixedFilters } from './report/filtered.ts'
import type { Insights } from './report/insights.ts'
import { type InsightChoice, insightsOf } from './report/insights-of.ts'
import { pricesAtHand } from './report/joined-price.ts'
import { addStates, originsIn } from './report/kept-calls.ts'
import { Ledger, type Pricer } from './report/ledger.ts'
import { mergedInput, mergedPricing, zoneOfAll } from './report/merge.ts'
import { holdLogs, inputOf, talliesIn } from './report/read-files.ts'
import type { GroupRow, TokenUsageReport, Warning } from './report/report.ts'
import type { View } from './report/view.ts'
import type { SourceProblem } from './sources/source.ts'
import type { PriceSpans } from './tracker/alike-sums.ts'
import type { Call } from './tracker/call.ts'
import { dimensionsNamed, dimensionsOf } from './tracker/dimensions.ts'
import { admitted, CallFilter, type Filter } from './tracker/filter.ts'
import { type GivenLabels, labelsByFile, labelWarnings, NO_LABELS, otherLabelWarnings } from './tracker/labels.ts'
import { Zone } from './usage/zone.ts'

/** Everything that decides a report. Same options, same files: same report. */
export interface AnalyzeOptions extends ReadOptions {
  /** Names from DIMENSIONS; null or absent = by model, or as saved reports among the inputs are grouped. */
  readonly groupBy?: readonly string[] | null
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

export interface Analysis {
  readonly report: TokenUsageReport
  /** The rows of the same calls by other dimensions; null where a saved report is among the inputs, which has no calls. */
  readonly groupsBy: (names: readonly string[]) => readonly GroupRow[] | null
  /** True when saved reports were added up, with each other or with logs: of single calls nothing is known then. */
  readonly addedUp: boolean
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
  const isBeside = saved.some(({ report }) => report.calls !== null) && holdLogs(results)
  const isKeyed = options.withKeys === true || isBeside
  const digests = isKeyed ? await contentDigests(results) : NO_DIGESTS
  const originOf = originsIn(results, digests)
  const viewOf = (filter: CallFilter | null): View => {
    const { cost, defaultModel: default_model, reprice } = pricedBy(options)
    return { filter: appliedFilter(filter).given[0] ?? null, timezone: zone.name, default_model, cost, reprice, labels }
  }
  const newLedger = (names: readonly string[], isKeyed: boolean) =>
    new Ledger({
      ...{ ...pricedBy(options), groupBy: names, keysOf: dimensionsOf(names, circumstances) },
      ...(isKeyed && { originOf }),
    })
  const ledgerBy = (names: readonly string[], filter: CallFilter | null) => {
    const pricer: Pricer = pricedBy(options).pricer
    const ledger = newLedger(names, isKeyed)
    const admit = (calls: Iterable<Call>) => admitted(calls, filter, options.defaultModel)
    const spans = pricer.spanOf === undefined ? undefined : spansBy(pricer.spanOf.bind(pricer), options.defaultModel)
    if (isKeyed) addStates(ledger, tracker.states(), filter, { originOf, view: viewOf(filter) })
    else if (filter === null && spans !== undefined && dimensionsNamed(names).every((by) => by.of === 'kind')) {
      for (const alike of tracker.alike(spans)) ledger.addAlike(alike)
      ledger.addUncertain(tallies)
    } else for (const call of admit(tracker.calls())) ledger.add(call)
    return ledger
  }
  const tallies = talliesIn(results, tracker)
  const filter = newFilter()
  const found = ledgerBy(groupBy, filter)
  const { pricer, reprice } = pricedBy(options)
  const { layers } = options.pricing
  const logs: Circumstances = {
    input: inputOf(results, tallies, found, skipped, digests),
    pricing: { layers, as_of: options.pricing.asOf },
    timezone: zone.name,
    filter: appliedFilter(filter),
    warnings: [
      ...found.warnings(),
      ...filterWarnings(filter, files),
      ...otherLabelWarnings(labels, files, () => admitted(tracker.calls(), newFilter(), options.defaultModel)),
    ],
  }
  // Calls that logs share with reports are found by the same code as those that reports share.
  const ledger = isBeside ? newLedger(groupBy, options.withKeys === true) : found
  const added = isBeside ? [...saved, { name: 'the logs given', report: assemble(found, logs) }] : saved
  const apart = isBeside ? [] : [logs]
  const asked = { reprice, filtered: filter !== null }
  const merged = addReports(ledger, added, zone.name, asked, pricesAtHand(pricer, layers))
  const hasLogs = logs.input.files > 0
  const addedUp = saved.length > 1 || (saved.length === 1 && hasLogs)
  const filters = [...(hasLogs || saved.length === 0 ? apart.map((each) => each.filter) : []), ...merged.filters]
  const pricings = saved.map(({ report }) => report.pricing)
  const surroundings: Circumstances = {
    input: mergedInput([...apart.map((each) => each.input), ...merged.inputs]),
    pricing: mergedPricing(saved.length > 0 && !hasLogs ? pricings : [logs.pricing, ...pricings]),
    timezone: zone.name,
    filter: mergedFilter(filters),
    warnings: [
      ...warnings,
      ...apart.flatMap((each) => each.warnings),
      ...mixedFilters(filters),
      ...labelWarnings(
        labels,
        files,
        saved.map(({ name }) => name),
      ),
      ...assumptionOf(options),
      ...merged.warnings,
    ],
  }
  const parts = [...saved.map((each) => each.report), ...(hasLogs ? [{ exchange: null }] : [])]
  const report = assemble(ledger, surroundings)
  const whole = { ...report, insights: insightsIn(report) }
  return {
    report: exchanged(whole, options.exchange ?? null, parts),
    groupsBy: (names) => (saved.length > 0 ? null : assemble(ledgerBy(names, newFilter()), surroundings).groups),
    addedUp,
    problems,
    nothingRead,
  }

  function insightsIn(report: TokenUsageReport): Insights | null {
    if (options.insights == null) return null
    if (addedUp) return null
    if (saved[0] !== undefined) return saved[0].report.insights
    return insightsOf(report, () => admitted(tracker.calls(), newFilter(), options.defaultModel), {
      ...{ ...pricedBy(options), ...options.insights },
      clock: zone,
      pricerAs: (model) => pricedAs(options.pricing, model),
      files,
    })
  }
}

const NO_DIGESTS: Awaited<ReturnType<typeof contentDigests>> = new Map()

/** Calls whose log names no model are priced as the default one. */
function spansBy(spans: PriceSpans, defaultModel: string | null = null): PriceSpans {
  return (model, provider, moment) => spans(model ?? defaultModel, provider, moment)
}

function assumptionOf({ pricing }: ReadOptions): readonly Warning[] {
  if (pricing.assumption === null) return []
  return [{ code: 'hypothetical', message: `not a bill: ${pricing.assumption}` }]
}
