import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'
import { type Io, writeAll } from '../io.ts'
import { RENDERERS, rendererByExtension, rendererByName } from '../render/index.ts'
import { warningTexts } from '../render/notes.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { type LookOptions, wantsColor, widthOf } from './look.ts'

export interface OutputOptions extends LookOptions {
  readonly format: string
  readonly output?: readonly string[]
}

/** Writes each `-o` file, whole or not at all, then prints. Warnings go to stderr unless a table shows them. */
export async function writeOutputs(report: TokenUsageReport, options: OutputOptions, io: Io): Promise<void> {
  for (const file of options.output ?? []) await writeFile(report, file, options, io)
  const renderer = rendererByName(options.format)
  if (renderer === null) throw new TokencostError('usage', `unknown format ${options.format}`)
  const render = await renderer.load()
  const color = wantsColor(options.color, io.stdout, io.env)
  await writeAll(io.stdout, render(report, { width: widthOf(io.stdout, io.env), color, lang: options.lang }))
  if (renderer.name === 'table' || options.quiet === true) return
  for (const text of warningTexts(report)) io.stderr.write(`warning: ${text}\n`)
}

async function writeFile(report: TokenUsageReport, file: string, options: OutputOptions, io: Io): Promise<void> {
  const renderer = rendererByExtension(file)
  if (renderer === null) {
    const known = RENDERERS.flatMap(({ extension }) => (extension === null ? [] : `.${extension}`))
    throw new TokencostError('usage', `${file}: its extension names no format`, {
      hint: `Use one of ${known.join(', ')}.`,
    })
  }
  const render = await renderer.load()
  const path = resolve(io.cwd, file)
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`)
  try {
    writeFileSync(unfinished, render(report, { width: null, color: false, lang: options.lang }))
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new TokencostError('failed', `${file}: it could not be written (${systemReason(error)})`, { cause: error })
  }
}
