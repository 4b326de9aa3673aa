import { resolve } from 'node:path'
import { EXIT, TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { parseSavedReport } from '../report/saved-report.ts'
import { readText } from '../sources/read-text.ts'
import type { CommandModule } from './command.ts'
import { addLookOptions } from './look.ts'
import { addOutputOptions, type OutputOptions, writeOutputs } from './output.ts'

export const render: CommandModule = {
  define(command) {
    command.argument('<report>', 'a file that report --json wrote, or - for standard input')
    addOutputOptions(command)
    addLookOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run([file], opts, io) {
    const report = savedReport(await textOf(file!, io), file!)
    await writeOutputs(report, opts as unknown as OutputOptions, io)
    return EXIT.done
  },
}

function savedReport(text: string, file: string): TokenUsageReport {
  try {
    return parseSavedReport(text, file)
  } catch (error) {
    if (!(error instanceof TokencostError)) throw error
    const hint = `Make it anew with: tokencost report --json; if it is a log, tokencost report ${file} reads it.`
    throw new TokencostError('usage', error.message, { hint, cause: error })
  }
}

/** Read as logs are: PowerShell writes `> cost.json` as UTF-16, and a report may have been compressed. */
async function textOf(name: string, io: Io): Promise<string> {
  const { text, problems } = await readText({ name, path: name === '-' ? null : resolve(io.cwd, name) }, io.stdin)
  if (problems[0] !== undefined) throw new TokencostError('failed', problems[0].message)
  return text
}

const EXAMPLES = `
Examples:
  tokencost render cost.json                    the table again
  tokencost render cost.json --format markdown  for a comment
  tokencost render - -o cost.csv < cost.json    from standard input; a file too
`
