import type { Command } from 'commander'
import { didYouMean } from '../config/nearest.ts'
import { EXIT, type ExitCode } from '../errors.ts'
import type { Io } from '../io.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { SOURCE_LOSSES } from '../report/warnings.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** Flags that make something missing from the numbers end with its own exit code. */
export interface StrictOptions {
  readonly strict?: boolean
  readonly failOn?: readonly string[]
}

/** Codes of warnings that mean that something is missing from the numbers. */
const LOSSES: readonly string[] = [
  ...['malformed', 'truncated', 'cut_stream', 'unpriced_model', 'estimated_price', 'unknown_tokens', 'grew'],
  ...SOURCE_LOSSES,
]

/** What `--fail-on` takes, and the codes of warnings that each means. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  unpriced: ['unpriced_model'],
  estimated: ['estimated_price'],
  malformed: ['malformed', 'truncated'],
  empty: ['no_usage', 'no_calls_left'],
  truncated: ['truncated', 'truncated_file', 'cut_stream'],
}

export function addStrictOptions(command: Command): void {
  command
    .option('--strict', 'exit 4 when anything was lost, unreadable or unpriced')
    .option('--fail-on <kinds>', `exit 4 for some of it: ${Object.keys(KINDS).join(', ')} (repeatable)`, kinds)
}

/** Whether entries without any sign of usage are read as well: a broken one among them is malformed too. */
export function readsEveryEntry({ strict = false, failOn = [] }: StrictOptions): boolean {
  return strict || failOn.includes('malformed')
}

/** A report that lacks what it may not lack ends with its own exit code, the reasons on stderr. */
export function strictVerdict({ warnings }: TokenUsageReport, options: StrictOptions, io: Io): ExitCode {
  const { strict = false, failOn = [] } = options
  const asked = [...(strict ? LOSSES : []), ...failOn.flatMap((kind) => KINDS[kind]!)]
  const found = [...new Set(warnings.map(({ code }) => code))].filter((code) => asked.includes(code))
  if (found.length === 0) return EXIT.done
  const flags = [...(strict ? ['--strict'] : []), ...(failOn.length > 0 ? ['--fail-on'] : [])].join(', ')
  io.stderr.write(`tokencost: incomplete (${flags}): ${found.join(', ')}\n`)
  return EXIT.incomplete
}

function kinds(value: string, previous: readonly string[] = []): readonly string[] {
  const names = value.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !Object.hasOwn(KINDS, name))
  if (unknown === undefined) return [...previous, ...names]
  const known = Object.keys(KINDS)
  throw new InvalidArgument(`"${unknown}" is none of ${known.join(', ')}${didYouMean(unknown, known) || '.'}`)
}
