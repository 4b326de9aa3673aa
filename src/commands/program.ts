import { Command as Commander, CommanderError } from 'commander'
import { EXIT, type ExitCode } from '../errors.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'
import { COMMANDS } from './index.ts'

/** Parses the arguments and runs the command that they name. Wrong use is printed here and ends with 2. */
export async function run(io: Io): Promise<ExitCode> {
  const program = configured(new Commander('tokencost'), io)
    .description(
      'What did these agent runs cost? Reads LLM agent logs of any format and prints the exact cost per model.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'help for a command')
    .addHelpText('after', EXAMPLES)
  let exit: ExitCode = EXIT.done
  // Only a command that the arguments name is loaded; the others need no more than their line in the help.
  for (const command of COMMANDS) {
    const child = configured(program.command(command.name), io).description(command.summary)
    if (!io.argv.includes(command.name)) continue
    const module = await command.load()
    module.define(child)
    child.action(async () => {
      exit = await module.run(child.args, child.opts(), io)
    })
  }
  if (io.argv.length === 0) {
    program.outputHelp()
    return EXIT.done
  }
  try {
    await program.parseAsync(io.argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
  return exit
}

function configured(command: Commander, io: Io): Commander {
  return command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(tokencost --help says more)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
}

const EXAMPLES = `
Examples:
  tokencost report logs/*.jsonl            a table per model
  tokencost report --json > cost.json      the whole report, for programs
  tokencost report ~/.claude/projects      a folder, with everything below it
  cat run.jsonl | tokencost report -       standard input
`
