import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { systemReason, TokencostError } from '../errors.ts'
import { type Io, writeAll } from '../io.ts'
import { exchangeTexts } from '../render/exchange.ts'
import { RENDERERS, rendererByExtension, rendererByName } from '../render/index.ts'
import { warningTexts } from '../render/notes.ts'
import type { Renderer } from '../render/renderer.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { type LookOptions, wantsColor, widthOf } from './look.ts'

export interface OutputOptions extends LookOptions {
  readonly format: string
  readonly output?: readonly string[]
  /** False keeps insights to the outputs that need them. */
  readonly insights?: boolean
}

export function addOutputOptions(command: Command): void {
  command
    .addOption(
      new Option('--format <name>', 'what to print').choices(RENDERERS.map(({ name }) => name)).default('table'),
    )
    .option('-o, --output <file>', 'write a file too, in the format of its extension (repeatable)', appendFile)
}

/** Checked with the other arguments, before the work begins. */
function appendFile(file: string, previous: readonly string[] = []): readonly string[] {
  if (rendererByExtension(file) !== null) return [...previous, file]
  const known = RENDERERS.flatMap(({ extension }) => (extension === null ? [] : `.${extension}`))
  throw new InvalidArgumentError(`Its extension names no format; use one of ${known.join(', ')}.`)
}

/** True when a format among the outputs always shows insights. */
export function outputsNeedInsights({ format, output = [] }: Pick<OutputOptions, 'format' | 'output'>): boolean {
  const renderers = [rendererByName(format), ...output.map(rendererByExtension)]
  return renderers.some((renderer) => renderer?.showsInsights === true)
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
  const render = await renderer.load()
  const color = wantsColor(options.color, io.stdout, io.env)
  const today = new Date().toISOString().slice(0, 10)
  const look = { width: widthOf(io.stdout, io.env), color, lang: options.lang, today }
  await writeAll(io.stdout, render(shownBy(renderer, report, options), look))
  if (renderer.name === 'table' || options.quiet === true) return
  for (const text of exchangeTexts(report, today)) io.stderr.write(`${text}\n`)
  for (const text of warningTexts(report)) io.stderr.write(`warning: ${text}\n`)
}

async function writeFile(
  report: TokenUsageReport,
  file: string,
  options: OutputOptions,
  io: Io,
): Promise<TokencostError | null> {
  const renderer = rendererByExtension(file)!
  const render = await renderer.load()
  const path = resolve(io.cwd, file)
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`)
  try {
    writeFileSync(
      unfinished,
      render(shownBy(renderer, report, options), { width: null, color: false, lang: options.lang }),
    )
    renameSync(unfinished, path)
    return null
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished)
    const reason = existsSync(dirname(path)) ? systemReason(error) : 'its folder does not exist'
    return new TokencostError('failed', `${file}: it could not be written (${reason})`, { cause: error })
  }
}
