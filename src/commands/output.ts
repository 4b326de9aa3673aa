import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { TokencostError } from '../errors.ts'
import { type Io, writeAll } from '../io.ts'
import { comparisonBelow } from '../render/diff-formats.ts'
import { visible } from '../render/escape.ts'
import { exchangeTexts } from '../render/exchange.ts'
import { filterTexts } from '../render/filter-text.ts'
import { RENDERERS, rendererByExtension, rendererByName } from '../render/index.ts'
import { warningTexts } from '../render/notes.ts'
import type { Renderer, RenderOptions } from '../render/renderer.ts'
import { NO_BASELINE, type ReportDiff } from '../report/diff.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { writeWhole } from '../sources/whole-file.ts'
import { isoDay } from '../usage/time.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { type LookOptions, wantsColor, widthOf } from './look.ts'
import { addViewOptions, type ViewOptions, viewOf } from './view.ts'

export interface OutputOptions extends LookOptions, ViewOptions {
  readonly format: string
  readonly output?: readonly string[]
  readonly tag?: string
  /** False keeps insights to the outputs that need them. */
  readonly insights?: boolean
  /** Shown below the report in formats for people; absent or null = nothing was compared. */
  readonly diff?: ReportDiff | null
}

export function addOutputOptions(command: Command): void {
  command
    .addOption(
      command
        .createOption('--format <name>', 'what to print')
        .choices(RENDERERS.map(({ name }) => name))
        .default('table'),
    )
    .option('-o, --output <file>', 'write a file too, in the format of its extension (repeatable)', appendFile)
    .option('--tag <name>', 'the name in the hidden first line of Markdown, by which a comment is found again')
  addViewOptions(command)
}

/** Checked with the other arguments, before the work begins. */
function appendFile(file: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, checkedOutput(file)]
}

/** The name of a file whose extension names a format; `what` does not, where it begins the error. */
export function checkedOutput(file: string, what = 'Its extension'): string {
  if (rendererByExtension(file) !== null) return file
  const known = RENDERERS.flatMap(({ extension }) => (extension === null ? [] : `.${extension}`))
  if (file === '-') throw new InvalidArgument('Standard output takes --format; -o writes files.')
  throw new InvalidArgument(`${what} names no format; use one of ${known.join(', ')}.`)
}

/** True when a format among the outputs always shows insights. */
export function outputsNeedInsights({ format, output = [] }: Pick<OutputOptions, 'format' | 'output'>): boolean {
  const renderers = [rendererByName(format), ...output.map(rendererByExtension)]
  return renderers.some((renderer) => renderer?.showsInsights === true)
}

/** Characters that a comment on GitHub may have, report and comparison together. */
const LONGEST_PAGE = 65_000

async function drawn(
  renderer: Renderer,
  report: TokenUsageReport,
  options: OutputOptions,
  look: RenderOptions,
): Promise<Iterable<string>> {
  const shown = shownBy(renderer, report, options)
  const below = options.diff == null ? null : comparisonBelow(renderer.name, options.diff, look)
  if (below === null && renderer.loadPieces !== undefined) return (await renderer.loadPieces())(shown, look)
  const render = await renderer.load()
  if (below === null) return [render(shown, look)]
  return [`${render(shown, { ...look, maxLength: LONGEST_PAGE - below.length })}\n${below}`]
}

function shownBy(renderer: Renderer, report: TokenUsageReport, { insights }: OutputOptions): TokenUsageReport {
  return insights === false && renderer.showsInsights !== true ? { ...report, insights: null } : report
}

/**
 * Writes each `-o` file, whole or not at all, and prints. Warnings go to stderr unless a table shows them. A file that
 * could not be written is told behind the printed report, which may have taken long to make.
 */
export async function writeOutputs(report: TokenUsageReport, options: OutputOptions, io: Io): Promise<void> {
  let failure: TokencostError | null = null
  for (const file of options.output ?? []) failure = (await writeFile(report, file, options, io)) ?? failure
  await print(report, options, io)
  if (failure !== null) throw failure
}

async function print(report: TokenUsageReport, options: OutputOptions, io: Io): Promise<void> {
  const renderer = rendererByName(options.format)
  if (renderer === null) throw new TokencostError('usage', `unknown format ${options.format}`)
  const color = wantsColor(options.color, io.stdout, io.env)
  const today = isoDay(Date.now())
  const look = {
    width: widthOf(io.stdout, io.env),
    color,
    lang: options.lang,
    today,
    view: viewOf(options),
    ...tagOf(options),
  }
  await writeAll(io.stdout, await drawn(renderer, report, options, look))
  if (options.quiet === true) return
  const missing = options.diff?.warnings.find(({ code }) => code === NO_BASELINE)
  if (missing !== undefined) io.stderr.write(`${visible(missing.message)}\n`)
  if (renderer.name === 'table') return
  for (const text of [...filterTexts(report), ...exchangeTexts(report, today)]) io.stderr.write(`${text}\n`)
  for (const text of warningTexts(report)) io.stderr.write(`warning: ${text}\n`)
}

function tagOf({ tag }: OutputOptions): Pick<RenderOptions, 'tag'> {
  return tag === undefined ? {} : { tag }
}

async function writeFile(
  report: TokenUsageReport,
  file: string,
  options: OutputOptions,
  io: Io,
): Promise<TokencostError | null> {
  const renderer = rendererByExtension(file)!
  const path = resolve(io.cwd, file)
  try {
    if (!existsSync(dirname(path)))
      throw new TokencostError('failed', `${file}: it could not be written (its folder does not exist)`)
    const look = { width: null, color: false, lang: options.lang, view: viewOf(options), ...tagOf(options) }
    writeWhole(path, await drawn(renderer, report, options, look), file)
    return null
  } catch (error) {
    if (!(error instanceof TokencostError)) throw error
    return error
  }
}
