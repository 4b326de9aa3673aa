import type { Command } from 'commander'
import { didYouMean } from '../config/nearest.ts'
import { TokencostError } from '../errors.ts'
import { builtInFormat, builtInNames } from '../formats/built-in.ts'
import type { Format } from '../formats/format.ts'
import type { CostSource } from '../report/ledger.ts'
import type { SourceProblem } from '../sources/source.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** Flags that say how logs are read, shared by commands that count what is in them. */
export interface ReadingOptions {
  readonly cost: CostSource
  readonly inputFormat?: string
  readonly defaultModel?: string
}

export function addReadingOptions(command: Command): void {
  command
    .addOption(
      command
        .createOption('--cost <source>', 'the cost to count where a log carries its own')
        .choices(['computed', 'logged', 'auto'])
        .default('computed'),
    )
    .option('--input-format <name>', 'read every entry as this format; tokencost formats lists them')
    .option('--default-model <name>', 'the model of calls whose log names none')
}

export function addThreadsOption(command: Command): void {
  command.option('--threads <n>', 'read with this many threads (default: by the size of the input)', threadCount)
}

function threadCount(value: string): number {
  const count = Number(value)
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count
  throw new InvalidArgument('It is no whole number from 1 to 64.')
}

/** What to say when there was something to read and none of it could be. */
export function unreadable(problems: readonly SourceProblem[]): TokencostError {
  const messages = problems.map(({ message }) => `  ${message}`).join('\n')
  return new TokencostError('failed', `nothing could be read\n${messages}`, {
    hint: 'Give a log file, a folder with logs, a quoted glob, or - for standard input.',
  })
}

/** The format that every entry is read as, built in or one of `mapped`, which tokencost.yaml declares; null = recognize each. */
export function forcedFormat({ inputFormat: name }: ReadingOptions, mapped: readonly Format[]): Format | null {
  if (name === undefined) return null
  const format = mapped.find((candidate) => candidate.name === name) ?? builtInFormat(name)
  if (format !== null) return format
  const names = [...mapped.map((each) => each.name), ...builtInNames()]
  throw new TokencostError('usage', `--input-format ${name}: it is no log format${didYouMean(name, names)}`, {
    hint: 'tokencost formats lists those that are built in; formats: of tokencost.yaml declares others.',
  })
}
