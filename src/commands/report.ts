import { InvalidArgumentError, Option } from 'commander'
import { analyze } from '../analyze.ts'
import { didYouMean } from '../config/nearest.ts'
import { EXIT, TokencostError } from '../errors.ts'
import type { Format } from '../formats/format.ts'
import { FORMATS } from '../formats/index.ts'
import { DIMENSIONS } from '../tracker/dimensions.ts'
import type { CommandModule } from './command.ts'
import { chosenInputs } from './inputs.ts'
import { addLookOptions } from './look.ts'
import { addOutputOptions, type OutputOptions, writeOutputs } from './output.ts'
import { loadPricing } from './prices.ts'
import { progressBar } from './progress.ts'
import { strictVerdict } from './strict.ts'

interface ReportOptions extends OutputOptions {
  readonly json?: boolean
  readonly groupBy?: readonly string[]
  readonly inputFormat?: Format
  readonly pricing?: readonly string[]
  readonly cost: 'computed' | 'logged' | 'auto'
  readonly config?: string | boolean
  readonly strict?: boolean
}

export const report: CommandModule = {
  define(command) {
    command
      .argument('[paths...]', 'files, folders, globs, or - for standard input')
      .option('-j, --json', 'the same as --format json')
    addOutputOptions(command)
    command
      .option('--group-by <names>', `one row per combination of ${DIMENSIONS.map(({ name }) => name).join(', ')}`, list)
      .option('--pricing <file>', 'prices laid over the built-in ones (repeatable, the last wins)', append)
      .addOption(
        new Option('--cost <source>', 'the cost to count where a log carries its own')
          .choices(['computed', 'logged', 'auto'])
          .default('computed'),
      )
      .option('--input-format <name>', 'read every entry as this format; tokencost formats lists them', formatNamed)
      .option('--config <file>', 'this configuration instead of the nearest tokencost.yaml')
      .option('--no-config', 'read no configuration')
      .option('--strict', 'exit 4 when anything was lost, unreadable or unpriced')
    addLookOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const options = opts as unknown as ReportOptions
    const { config, inputs } = await chosenInputs(paths, options.config ?? true, options.quiet === true, io)
    const pricing = await loadPricing([...config.pricing, ...(options.pricing ?? [])], io)
    const progress = await progressBar(inputs, options, io)
    const { report, problems, nothingRead } = await analyze({
      inputs,
      cwd: io.cwd,
      stdin: io.stdin,
      pricing,
      groupBy: options.groupBy ?? null,
      cost: options.cost,
      format: options.inputFormat ?? null,
      everyEntry: options.strict === true,
      onProgress: progress.update,
    }).finally(progress.stop)
    if (nothingRead) throw unreadable(problems.map(({ message }) => message))
    await writeOutputs(report, { ...options, format: options.json === true ? 'json' : options.format }, io)
    return options.strict === true ? strictVerdict(report, io) : EXIT.done
  },
}

function unreadable(messages: readonly string[]): TokencostError {
  return new TokencostError(
    'failed',
    `nothing could be read\n${messages.map((message) => `  ${message}`).join('\n')}`,
    {
      hint: 'Give a log file, a folder with logs, a quoted glob, or - for standard input.',
    },
  )
}

function formatNamed(name: string): Format {
  const format = FORMATS.find((candidate) => candidate.name === name)
  if (format !== undefined) return format
  throw new InvalidArgumentError(
    `It is no log format${didYouMean(
      name,
      FORMATS.map((each) => each.name),
    )}`,
  )
}

function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

function list(value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !DIMENSIONS.some((dimension) => dimension.name === name))
  if (unknown === undefined) return names
  throw new InvalidArgumentError(`"${unknown}" is none of ${DIMENSIONS.map(({ name }) => name).join(', ')}.`)
}

const EXAMPLES = `
Examples:
  tokencost report logs/*.jsonl                    a table per model
  tokencost report logs/ --group-by session,model  a row per session and model
  tokencost report --json run.jsonl > cost.json    every number, exact
  tokencost report shard-*/cost.json               saved reports, added up
  tokencost report logs/ --pricing ours.yaml       negotiated prices
`
