import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import type { Io } from '../io.ts'
import type { CacheOptions } from '../read.ts'
import { escaped } from '../render/escape.ts'
import { InvalidArgument } from './invalid-argument.ts'

export interface CacheFlags {
  /** false: --no-cache. */
  readonly cache?: string | false
  readonly quiet?: boolean
}

export function addCacheOptions(command: Command): void {
  command
    .option('--cache <folder>', 'keep there what was found in logs, and read only what is new', folderName)
    .option('--no-cache', 'read everything, whatever cache: of tokencost.yaml says')
}

/** The folder that the flags or the configuration name; null = none. That it cannot be written is said and no failure. */
export function cacheOptions({ cache, quiet }: CacheFlags, config: Config, io: Io): CacheOptions | null {
  if (cache === false) return null
  const folder = cache === undefined ? config.cache : resolve(io.cwd, cache)
  const warn = (message: string) => void (quiet === true || io.stderr.write(`warning: ${escaped(message)}\n`))
  return folder === null ? null : { folder, warn }
}

function folderName(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgument('It names no folder; is a variable unset?')
}
