import { analyze } from '../analyze.ts'
import { EXIT, type ExitCode } from '../errors.ts'
import { mappedFormats } from '../formats/mapped.ts'
import type { ScanObserver } from '../scan/observer.ts'
import { addBaselineOptions, type BaselineOptions, checkBaselineOptions, comparison } from './baseline.ts'
import { addCacheOptions, type CacheFlags, cacheOptions } from './cache.ts'
import type { CommandModule } from './command.ts'
import { addCurrencyOptions, type CurrencyOptions, chosenCurrency } from './currency.ts'
import { withDefaults } from './defaults.ts'
import { checkGateCurrencies } from './gate-currency.ts'
import { addGateOptions, checkWarnAt, type GateOptions, gated, gatesOf, gateVerdict } from './gates.ts'
import { chosenInputs, stdinOf } from './inputs.ts'
import { addInsightOptions, type InsightFlags, sayNoInsights, wantedInsights } from './insight-options.ts'
import { addLookOptions } from './look.ts'
import { addOutputOptions, writeOutputs } from './output.ts'
import { addPriceOptions, loadPricing, type PriceOptions } from './prices.ts'
import { progressBar } from './progress.ts'
import { addReadingOptions, addThreadsOption, forcedFormat, type ReadingOptions, unreadable } from './reading.ts'
import { withRejects } from './rejects.ts'
import { addGroupOption, addSliceOptions, type SliceOptions, slicesOf } from './slices.ts'
import { addStrictOptions, readsEveryEntry, type StrictOptions, strictVerdict } from './strict.ts'
import { addWhatIfOptions, supposed, type WhatIfOptions } from './what-if.ts'

interface ReportOptions
  extends CacheFlags,
    CurrencyOptions,
    InsightFlags,
    GateOptions,
    BaselineOptions,
    StrictOptions,
    PriceOptions,
    ReadingOptions,
    WhatIfOptions,
    SliceOptions {
  readonly json?: boolean
  readonly threads?: number
  readonly rejects?: string
  readonly withKeys?: boolean
}

export const report: CommandModule = {
  define(command) {
    command
      .argument('[paths...]', 'files, folders, globs, or - for standard input')
      .optionsGroup('What is written:')
      .addOption(command.createOption('-j, --json', 'the same as --format json').conflicts('format'))
    addOutputOptions(command)
    command.option(
      '--with-keys',
      'list every call in the JSON, hashed, so that reports that overlap add up to what is in both once',
    )
    command.option(
      '--rejects <file>',
      'write where something was malformed or not understood, and why; reads every entry',
    )
    command.optionsGroup('Rows and filters:')
    addGroupOption(command)
    addSliceOptions(command)
    addInsightOptions(command)
    command.optionsGroup('Reading:')
    addReadingOptions(command)
    addThreadsOption(command)
    addCacheOptions(command)
    command.optionsGroup('Prices:')
    addPriceOptions(command)
    addWhatIfOptions(command)
    addCurrencyOptions(command)
    command.optionsGroup('Limits, and what fails:')
    addStrictOptions(command)
    addGateOptions(command)
    addBaselineOptions(command)
    command.optionsGroup('Options:')
    addLookOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const given = opts as unknown as ReportOptions
    const { config, inputs } = await chosenInputs(paths, given.config ?? true, given.quiet === true, io)
    const options = withDefaults(given, config, io)
    const gates = gatesOf(options, config.budgets)
    checkWarnAt(options, gates)
    checkBaselineOptions(options)
    const prices = await loadPricing(options, io, config)
    const pricing = supposed(prices, options)
    const exchange = await chosenCurrency(options, config, io)
    await checkGateCurrencies(gates, exchange, inputs, io)
    const mapped = mappedFormats(config.formats)
    const read = async (observer: ScanObserver | null) => {
      const progress = await progressBar(inputs, options, io)
      return await analyze({
        inputs,
        cwd: io.cwd,
        stdin: stdinOf(inputs, io),
        pricing,
        ...slicesOf(options, io),
        insights: wantedInsights(options, pricing),
        cost: options.cost,
        exchange,
        reprice: options.reprice === true,
        format: forcedFormat(options, mapped),
        mapped,
        defaultModel: options.defaultModel ?? null,
        observer,
        everyEntry: readsEveryEntry(options) || observer !== null,
        withKeys: options.withKeys === true,
        threads: options.threads ?? null,
        cache: cacheOptions(options, config, io),
        onProgress: progress.update,
      }).finally(progress.stop)
    }
    const analysis = await (options.rejects === undefined ? read(null) : withRejects(options.rejects, io, read))
    if (analysis.nothingRead) throw unreadable(analysis.problems)
    const own = gated(analysis, gates, options)
    const diff = await comparison({ name: inputs.join(' '), report: own }, options, {
      ...{ cwd: io.cwd, stdin: stdinOf([options.baseline ?? ''], io), pricing: prices, cost: options.cost, mapped },
      ...{ format: forcedFormat(options, mapped), defaultModel: options.defaultModel ?? null },
      cache: cacheOptions(options, config, io),
    })
    const report = diff === null ? own : { ...own, gates: [...own.gates, ...diff.gates] }
    const insights = options.insights === true || options.compare !== undefined
    if (insights && report.insights === null && options.quiet !== true) sayNoInsights(analysis, io)
    const exits: ExitCode[] = []
    try {
      await writeOutputs(
        report,
        { ...options, insights, diff, format: options.json === true ? 'json' : options.format },
        io,
      )
    } finally {
      exits.push(gateVerdict(report, options.quiet === true, io), strictVerdict(report, options, io))
    }
    return options.exitZero === true ? EXIT.done : (exits.find((exit) => exit !== EXIT.done) ?? EXIT.done)
  },
}

const EXAMPLES = `
Examples:
  tokencost report logs/*.jsonl                    a table per model
  tokencost report logs/ --group-by day,model      days, and the models of each
  tokencost report logs/ --since 7d --top 5        the five dearest of a week
  tokencost report --json run.jsonl > cost.json    every number, exact
  tokencost report shard-*/cost.json               saved reports, added up
  tokencost report logs/ --baseline base.json      and what changed since then
  tokencost report logs/ --pricing ours.yaml       negotiated prices
  tokencost report logs/ --max-cost 5              a limit: exit 3 above it
  tokencost report logs/ --reprice-as gpt-5.4      what another model would cost
`
