import { resolve } from 'node:path'
import type { Command } from 'commander'
import { analyze } from '../analyze.ts'
import { loadConfig } from '../config/config.ts'
import { EXIT, type ExitCode, TokencostError } from '../errors.ts'
import { mappedFormats } from '../formats/mapped.ts'
import { type Io, writeAll } from '../io.ts'
import { DIFF_RENDERERS, type DiffRenderer } from '../render/diff-formats.ts'
import { warningTexts } from '../render/notes.ts'
import { diffReports, type ReportDiff } from '../report/diff.ts'
import { writeWhole } from '../sources/whole-file.ts'
import { readBaseline } from './baseline.ts'
import { addCacheOptions, type CacheFlags, cacheOptions } from './cache.ts'
import type { CommandModule } from './command.ts'
import { addAllowanceOptions, type GateOptions, gateVerdict } from './gates.ts'
import { addIncreaseOptions, type IncreaseOptions, increaseGates } from './increase.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { addLookOptions, type LookOptions, wantsColor, widthOf } from './look.ts'
import { addPriceOptions, loadPricing, type PriceOptions } from './prices.ts'
import { addReadingOptions, forcedFormat, type ReadingOptions, unreadable } from './reading.ts'

interface Options extends CacheFlags, LookOptions, PriceOptions, ReadingOptions, GateOptions, IncreaseOptions {
  readonly json?: boolean
  readonly format: string
  readonly output?: readonly string[]
}

export const diff: CommandModule = {
  define(command: Command) {
    command
      .allowExcessArguments() // so that we say what to do about a glob that the shell expanded
      .argument('<base>', 'what it is compared with: a saved report, a dump, a log, a folder or a quoted glob')
      .argument('<head>', 'the same of what is new; - is standard input')
      .addOption(command.createOption('-j, --json', 'the same as --format json').conflicts('format'))
      .addOption(
        command
          .createOption('--format <name>', 'what to print')
          .choices(DIFF_RENDERERS.map(({ name }) => name))
          .default('table'),
      )
      .option('-o, --output <file>', 'write a file too, in the format of its extension (repeatable)', appendFile)
    addReadingOptions(command)
    addCacheOptions(command)
    addPriceOptions(command)
    addIncreaseOptions(command)
    addAllowanceOptions(command)
    addLookOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const options = opts as unknown as Options
    const { base, head } = sides(paths)
    const config = await loadConfig(options.config ?? true, io)
    const mapped = mappedFormats(config.formats)
    const reading = {
      ...{ cwd: io.cwd, stdin: io.stdin, cost: options.cost },
      pricing: await loadPricing(options, io, config),
      format: forcedFormat(options, mapped),
      mapped,
      defaultModel: options.defaultModel ?? null,
      cache: cacheOptions(options, config, io),
    }
    const baseline = await readBaseline(base, reading)
    const after = await analyze({ ...reading, ...{ inputs: [head], groupBy: null, everyEntry: false } })
    if (after.nothingRead) throw unreadable(after.problems)
    const plain = diffReports(baseline, { name: head, report: after.report })
    const result = { ...plain, gates: increaseGates(plain, options) }
    let exit: ExitCode = EXIT.done
    try {
      await write(result, options, io)
    } finally {
      exit = gateVerdict(result, options.quiet === true, io)
    }
    return options.exitZero === true ? EXIT.done : exit
  },
}

function sides(paths: readonly string[]): { readonly base: string; readonly head: string } {
  const [base = '', head = '', ...others] = paths
  if (others.length > 0)
    throw new TokencostError('usage', `one base and one head, not ${paths.length} paths`, {
      hint: "Put a glob in quotes: tokencost diff base.json 'shard-*/cost.json'",
    })
  if (base === '-' && head === '-') throw new TokencostError('usage', 'standard input can be one side only')
  return { base, head }
}

async function write(result: ReportDiff, options: Options, io: Io): Promise<void> {
  const { lang } = options
  const renderer: DiffRenderer = DIFF_RENDERERS.find(({ name }) => name === (options.json ? 'json' : options.format))!
  const look = { width: widthOf(io.stdout, io.env), color: wantsColor(options.color, io.stdout, io.env), lang }
  let failure: unknown = null
  for (const file of options.output ?? []) {
    try {
      const text = rendererOf(file)!.render(result, { width: null, color: false, lang })
      writeWhole(resolve(io.cwd, file), [text], file)
    } catch (error) {
      failure ??= error
    }
  }
  await writeAll(io.stdout, renderer.render(result, look))
  if (renderer.name === 'json' && options.quiet !== true)
    for (const text of warningTexts(result)) io.stderr.write(`warning: ${text}\n`)
  if (failure !== null) throw failure
}

function rendererOf(file: string): DiffRenderer | null {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase()
  return DIFF_RENDERERS.find((renderer) => renderer.extension === extension) ?? null
}

/** Checked with the other arguments, before the work begins. */
function appendFile(file: string, previous: readonly string[] = []): readonly string[] {
  if (rendererOf(file) !== null) return [...previous, file]
  const known = DIFF_RENDERERS.map(({ extension }) => `.${extension}`)
  throw new InvalidArgument(`Its extension names no format; use one of ${known.join(', ')}.`)
}

const EXAMPLES = `
Examples:
  tokencost diff base.json cost.json                  two saved reports
  tokencost diff main-logs/ logs/                     two folders of logs
  tokencost diff base.json 'shard-*/cost.json'        shards on one side
  tokencost diff base.json logs/ --format markdown    for a comment
  tokencost diff base.json logs/ --max-increase 10%   exit 3 when it is more
`
