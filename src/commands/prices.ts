import { existsSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/config.ts'
import type { PlacedText } from '../config/rates.ts'
import { homeless, userFile } from '../config/user-folder.ts'
import { isAbsence, systemReason } from '../errors.ts'
import type { Io } from '../io.ts'
import { loadBuiltIn } from '../pricing/catalog.ts'
import { type PriceLayer, readPriceLayer } from '../pricing/layer.ts'
import { ModelPricing } from '../pricing/model-pricing.ts'
import { instantOf } from '../pricing/period.ts'
import { escaped } from '../render/escape.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** Flags that say which prices hold, shared by commands that price. */
export interface PriceOptions {
  readonly pricing?: readonly string[]
  /** A path, or false for --no-config; then the user's and the project's price files are not read either. */
  readonly config?: string | boolean
  readonly quiet?: boolean
}

/** The project's price file where its configuration names none. */
export const PROJECT_FILE = 'tokencost.pricing.yaml'

export function addPriceOptions(command: Command): void {
  command
    .option('--pricing <file>', 'prices laid over the others (repeatable, the last wins)', append)
    .option('--config <file>', 'this configuration instead of the nearest tokencost.yaml')
    .option('--no-config', 'read no configuration, and no price file of the user or project')
}

/** The layers, each over the one before: built-in, those of the user, of the project, TOKENCOST_PRICING, --pricing. */
export async function loadPricing(options: PriceOptions, io: Io, known?: Config): Promise<ModelPricing> {
  const config = known ?? (await loadConfig(options.config ?? true, io))
  const own =
    options.config === false
      ? []
      : [
          ...(await userLayer(options.quiet === true, io)),
          ...(await layersOf([...config.userPricing, ...projectFiles(config, io)], io)),
        ]
  const given = [io.env['TOKENCOST_PRICING'] ?? '', ...(options.pricing ?? [])]
    .filter((file) => file !== '')
    .map((text) => ({ text }))
  return ModelPricing.of([await loadBuiltIn(), ...own, ...(await layersOf(given, io))])
}

/** Where the user's own prices are; null where there is no home. */
export function userPriceFile(io: Io): string | null {
  return userFile('config', 'pricing.yaml', io.env)
}

/** A folder that cannot be looked into must not stop who has no other: `HOME` may be somebody else's in a container. */
async function userLayer(quiet: boolean, io: Io): Promise<readonly PriceLayer[]> {
  const path = userPriceFile(io)
  if (path === null) return []
  try {
    statSync(path)
  } catch (error) {
    const what = `warning: ${escaped(homeless(path, io.env))}: ${systemReason(error)}; any prices in it do not count\n`
    if (!isAbsence(error) && !quiet) io.stderr.write(what)
    return []
  }
  return [{ ...(await readPriceLayer(path, homeless(path, io.env))), name: 'user' }]
}

function projectFiles(config: Config, io: Io): readonly PriceFileName[] {
  if (config.pricing.length > 0) return config.pricing.map(({ text, at }) => ({ text: relative(io.cwd, text), at }))
  return existsSync(resolve(io.cwd, PROJECT_FILE)) ? [{ text: PROJECT_FILE }] : []
}

/** A path, and where it stands if in a configuration. */
type PriceFileName = Pick<PlacedText, 'text'> & Partial<PlacedText>

async function layersOf(files: readonly PriceFileName[], io: Io): Promise<readonly PriceLayer[]> {
  return await Promise.all(
    files.map(({ text, at }) => readPriceLayer(resolve(io.cwd, text), homeless(text, io.env), at)),
  )
}

/** A date or a time, as price files write them. */
export function dateText(text: string): string {
  if (instantOf(text) !== null) return text
  throw new InvalidArgument('Write a date such as 2026-09-30, or a time such as 2026-09-30T16:00Z.')
}

function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}
