import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import { EXIT, systemReason, TokencostError } from '../errors.ts'
import { RENDERERS } from '../render/index.ts'
import { parseSavedReport } from '../report/saved-report.ts'
import type { CommandModule } from './command.ts'
import { addLookOptions, type LookOptions } from './look.ts'
import { writeOutputs } from './output.ts'

export const render: CommandModule = {
  define(command) {
    command
      .argument('<report>', 'a file that report --json wrote')
      .addOption(
        new Option('--format <name>', 'what to print').choices(RENDERERS.map(({ name }) => name)).default('table'),
      )
      .option('-o, --output <file>', 'write a file too, in the format of its extension (repeatable)', append)
    addLookOptions(command)
  },

  async run([file], opts, io) {
    const options = opts as unknown as LookOptions & { format: string; output?: readonly string[] }
    await writeOutputs(parseSavedReport(textOf(resolve(io.cwd, file!), file!), file!), options, io)
    return EXIT.done
  },
}

function textOf(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TokencostError('failed', `${name}: ${systemReason(error)}`, { cause: error })
  }
}

function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}
