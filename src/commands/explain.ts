import type { Command } from 'commander'
import { EXIT } from '../errors.ts'
import { mappedFormats } from '../formats/mapped.ts'
import { type Io, writeAll } from '../io.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import type { HypotheticalPricing } from '../pricing/what-if.ts'
import { type Reading, readAll } from '../read.ts'
import { explanationJson } from '../render/explanation-json.ts'
import { explanationText } from '../render/explanation-text.ts'
import { warningTexts } from '../render/notes.ts'
import { type ExplainedCall, type ExplainOptions, explain as explainCalls, type Place } from '../report/explanation.ts'
import type { Warning } from '../report/report.ts'
import { sortedWarnings } from '../report/warnings.ts'
import { lineNumbers } from '../sources/line-numbers.ts'
import { isoDay } from '../usage/time.ts'
import { addCacheOptions, type CacheFlags, cacheOptions } from './cache.ts'
import type { CommandModule } from './command.ts'
import { addCurrencyOptions, type CurrencyOptions, chosenCurrency } from './currency.ts'
import { chosenInputs } from './inputs.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { addLookOptions, type LookOptions, wantsColor, widthOf } from './look.ts'
import { addPriceOptions, loadPricing, type PriceOptions } from './prices.ts'
import { progressBar } from './progress.ts'
import { addReadingOptions, addThreadsOption, forcedFormat, type ReadingOptions, unreadable } from './reading.ts'
import { addWhatIfOptions, supposed, type WhatIfOptions } from './what-if.ts'

interface Options extends CacheFlags, CurrencyOptions, LookOptions, PriceOptions, ReadingOptions, WhatIfOptions {
  readonly json?: boolean
  readonly threads?: number
  readonly model?: string
  readonly top?: number
  readonly order: ExplainOptions['order']
}

const PIECE = 1 << 16

export const explain: CommandModule = {
  define(command: Command) {
    command
      .description('Show call by call where it stands, which price it has and why, and the arithmetic.')
      .argument('[paths...]', 'files, folders, globs, or - for standard input')
      .option('-j, --json', 'the same for programs, exact')
      .option('--model <name>', 'only calls of this model, by its name in the log')
      .option('--top <n>', 'show only the first n; the sum is still that of all', wholeNumber)
      .addOption(
        command
          .createOption('--order <by>', 'dearest first, or as in the files')
          .choices(['cost', 'file'])
          .default('cost'),
      )
    addReadingOptions(command)
    addPriceOptions(command)
    addWhatIfOptions(command)
    addCurrencyOptions(command)
    addThreadsOption(command)
    addCacheOptions(command)
    addLookOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const options = opts as unknown as Options
    const { config, inputs } = await chosenInputs(paths, options.config ?? true, options.quiet === true, io)
    const mapped = mappedFormats(config.formats)
    const pricing = supposed(await loadPricing(options, io, config), options)
    const choice = await chosenCurrency(options, config, io)
    const progress = await progressBar(inputs, options, io)
    const { cost, defaultModel = null } = options
    const reprice = options.reprice === true || pricing.assumption !== null
    const reading = await readAll({
      ...{ inputs, cwd: io.cwd, stdin: io.stdin, pricing, cost },
      format: forcedFormat(options, mapped),
      mapped,
      everyEntry: false,
      threads: options.threads ?? null,
      cache: cacheOptions(options, config, io),
      onProgress: progress.update,
    }).finally(progress.stop)
    if (reading.nothingRead) throw unreadable(reading.problems)
    const explanation = explainCalls(reading.tracker.traced(), {
      ...{ pricer: pricing, cost, defaultModel, reprice },
      model: options.model ?? null,
      order: options.order,
      top: options.top ?? Number.POSITIVE_INFINITY,
      exchange: choice?.rate ?? null,
    })
    const lost = reading.results.reduce((sum, { account }) => sum + account.malformedUsage, 0)
    const placeOf = await placesOf(explanation.shown, reading)
    const today = isoDay(Date.now())
    const look = { width: widthOf(io.stdout, io.env), color: wantsColor(options.color, io.stdout, io.env), today }
    const pieces =
      options.json === true
        ? explanationJson(explanation, lost, placeOf)
        : explanationText(explanation, lost, placeOf, look)
    await writePieces(pieces, io)
    if (options.quiet !== true)
      for (const text of warningsOf(reading, [...hypothesis(pricing), ...(choice?.warnings ?? [])]))
        io.stderr.write(`warning: ${text}\n`)
    return EXIT.done
  },
}

/** Memory keeps the offset of every entry; lines are looked up for those that are shown. */
async function placesOf(
  shown: readonly ExplainedCall[],
  { results }: Reading,
): Promise<(explained: ExplainedCall) => Place> {
  const offsets = results.map((): number[] => [])
  for (const { call } of shown) if (call.offset >= 0) offsets[call.file]!.push(call.offset)
  const lines: ReadonlyMap<number, number>[] = []
  for (const [file, { source }] of results.entries())
    lines.push(offsets[file]!.length === 0 ? new Map() : await lineNumbers(source, offsets[file]!))
  return ({ call: { file, offset } }) => {
    const line = lines[file]!.get(offset) ?? null
    return { file: results[file]!.source.name, line, offset: line !== null || offset < 0 ? null : offset }
  }
}

function warningsOf({ warnings, saved }: Reading, more: readonly Warning[]): readonly string[] {
  const unexplained = saved.map(({ name }) => ({
    code: 'saved_report',
    message: `${name}: a saved report holds sums and no calls; it is neither shown nor in the sum`,
  }))
  return warningTexts({ warnings: sortedWarnings([...warnings, ...unexplained, ...more]) })
}

function hypothesis(pricing: ModelPricing | HypotheticalPricing): readonly Warning[] {
  if (pricing.assumption === null) return []
  return [{ code: 'hypothetical', message: `not a bill: ${pricing.assumption}` }]
}

async function writePieces(pieces: Iterable<string>, io: Io): Promise<void> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE) continue
    await writeAll(io.stdout, text)
    text = ''
  }
  await writeAll(io.stdout, text)
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgument('It is no whole number above zero.')
}

const EXAMPLES = `
Examples:
  tokencost explain logs/ --top 5              the five dearest calls
  tokencost explain run.jsonl --order file     every call, as in the file
  tokencost explain logs/ --model gpt-4o       the calls of one model
  tokencost explain logs/ --at 2025-01-01      what calls would have cost then
  tokencost explain --json logs/ > calls.json  for programs
`
