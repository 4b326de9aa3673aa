import { fstatSync } from 'node:fs'
import { relative } from 'node:path'
import { type Config, loadConfig } from '../config/config.ts'
import { TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { NO_INPUT } from '../sources/no-input.ts'
import { resolveSources } from '../sources/resolve.ts'

export interface ChosenInputs {
  readonly config: Config
  readonly inputs: readonly string[]
}

const DEFAULT_GLOB = 'logs/**/*.jsonl'
const STDIN_PATIENCE_MS = 2000

/**
 * What to read: the given paths, else `logs:` of the configuration, else standard input where something comes, else
 * logs/**. Says on stderr what was taken when no path was given. Never waits for ever.
 */
export async function chosenInputs(
  paths: readonly string[],
  chosenConfig: string | boolean,
  quiet: boolean,
  io: Io,
): Promise<ChosenInputs> {
  const config = await loadConfig(chosenConfig, io)
  if (paths.length > 0) return { config, inputs: paths }
  const say = (what: string) => void (quiet || io.stderr.write(`reading ${what}\n`))
  if (config.logs.length > 0) {
    say(`logs: of ${config.logsOf}`)
    return { config, inputs: config.logs.map((path) => relative(io.cwd, path) || '.') }
  }
  if (await hasInput(io.stdin)) {
    say('standard input')
    return { config, inputs: ['-'] }
  }
  const { sources, problems } = await resolveSources([DEFAULT_GLOB], io.cwd)
  if (sources.length === 0 && problems.every(({ code }) => code === 'missing')) throw nothingGiven()
  say(DEFAULT_GLOB)
  return { config, inputs: [DEFAULT_GLOB] }
}

/** Standard input where it is to be read; else nothing, since only to look at it opens it, which takes time. */
export function stdinOf(inputs: readonly string[], io: Io): AsyncIterable<Buffer | string> {
  return inputs.includes('-') ? io.stdin : NO_INPUT
}

/** True for a file, or for a pipe or socket that has a byte in time. Terminals and /dev/null are no input. */
async function hasInput(stdin: Io['stdin']): Promise<boolean> {
  if (stdin.isTTY === true) return false
  if (stdin.fd !== undefined) {
    try {
      const stat = fstatSync(stdin.fd)
      if (stat.isFile()) return stat.size > 0
      if (!stat.isFIFO() && !stat.isSocket()) return false
    } catch {
      return false
    }
  }
  return await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => settle(false), STDIN_PATIENCE_MS)
    const settle = (has: boolean) => {
      clearTimeout(timer)
      stdin.off('readable', onReadable).off('end', onEnd).off('error', onEnd)
      if (!has) stdin.destroy() // a pipe that is only paused would keep the process alive for ever
      resolve(has)
    }
    const onReadable = () => settle(stdin.readableLength > 0)
    const onEnd = () => settle(false)
    stdin.on('readable', onReadable).on('end', onEnd).on('error', onEnd)
  })
}

function nothingGiven(): TokencostError {
  return new TokencostError(
    'usage',
    'nothing to read: no path was given, tokencost.yaml names no logs:, nothing came on standard input, and logs/**/*.jsonl matches no file',
    {
      hint: 'Try: tokencost report PATH, where PATH is a log file, a folder, a quoted glob, or - for standard input.',
    },
  )
}
