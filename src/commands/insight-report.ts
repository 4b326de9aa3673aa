import type { Command } from 'commander'
import { type Analysis, analyze } from '../analyze.ts'
import { mappedFormats } from '../formats/mapped.ts'
import type { Io } from '../io.ts'
import { addCacheOptions, type CacheFlags, cacheOptions } from './cache.ts'
import { addCurrencyOptions, type CurrencyOptions, chosenCurrency } from './currency.ts'
import { withDefaults } from './defaults.ts'
import { chosenInputs } from './inputs.ts'
import { addLookOptions, type LookOptions } from './look.ts'
import { addPriceOptions, loadPricing, type PriceOptions } from './prices.ts'
import { progressBar } from './progress.ts'
import { addReadingOptions, forcedFormat, type ReadingOptions, unreadable } from './reading.ts'
import { addSliceOptions, type SliceOptions, slicesOf } from './slices.ts'

/** Flags of commands that show what the calls of a report say beyond its sums. */
export interface InsightReportOptions
  extends CacheFlags,
    CurrencyOptions,
    LookOptions,
    PriceOptions,
    ReadingOptions,
    SliceOptions {}

export function addInsightReportOptions(command: Command): void {
  addSliceOptions(command)
  addReadingOptions(command)
  addCacheOptions(command)
  addPriceOptions(command)
  addCurrencyOptions(command)
  addLookOptions(command)
}

/** The analysis of these paths with insights, and so many of the dearest calls and sessions. */
export async function insightReport(
  paths: readonly string[],
  given: InsightReportOptions,
  top: number,
  io: Io,
): Promise<Analysis> {
  const { config, inputs } = await chosenInputs(paths, given.config ?? true, given.quiet === true, io)
  const options = withDefaults({ ...given, format: 'table' }, config, io)
  const mapped = mappedFormats(config.formats)
  const pricing = await loadPricing(options, io, config)
  const exchange = await chosenCurrency(options, config, io)
  const progress = await progressBar(inputs, options, io)
  const analysis = await analyze({
    ...{ inputs, cwd: io.cwd, stdin: io.stdin, pricing, exchange, cost: options.cost },
    ...slicesOf(options, io),
    groupBy: null,
    insights: { compare: [], top },
    format: forcedFormat(options, mapped),
    mapped,
    everyEntry: false,
    cache: cacheOptions(options, config, io),
    onProgress: progress.update,
  }).finally(progress.stop)
  if (analysis.nothingRead) throw unreadable(analysis.problems)
  return analysis
}
