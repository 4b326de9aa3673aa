import { Command as Commander, CommanderError } from 'commander'
import type { Command } from './commands/command.ts'
import { COMMANDS } from './commands/index.ts'
import { EXIT, type ExitCode, TokencostError } from './errors.ts'
import type { Io } from './io.ts'
import { version } from './version.ts'

/** argv → command → exit code. The only place where errors become exit codes; it never throws. */
export async function main(io: Io): Promise<ExitCode> {
  if (io.argv.length === 1 && (io.argv[0] === '--version' || io.argv[0] === '-V')) {
    io.stdout.write(`${version}\n`)
    return EXIT.done
  }
  try {
    return await dispatch(io)
  } catch (error) {
    return explain(error, io)
  }
}

async function dispatch(io: Io): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done
  const program = base(new Commander('tokencost'), io)
    .description(
      'What did these agent runs cost? Reads LLM agent logs of any format and prints the exact cost per model.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'help for a command')
    .addHelpText('after', EXAMPLES)
  const called = io.argv.find((argument) => !argument.startsWith('-'))
  for (const command of COMMANDS) {
    const child = base(program.command(command.name), io).description(command.summary)
    if (called === command.name || called === 'help') exit = await prepare(child, command, io, (code) => (exit = code))
  }
  if (io.argv.length === 0) {
    program.outputHelp()
    return EXIT.done
  }
  await program.parseAsync(io.argv, { from: 'user' })
  return exit
}

async function prepare(child: Commander, command: Command, io: Io, done: (code: ExitCode) => void): Promise<ExitCode> {
  const module = await command.load()
  module.define(child)
  child.action(async () => done(await module.run(child.args, child.opts(), io)))
  return EXIT.done
}

function base(command: Commander, io: Io): Commander {
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

function explain(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  const debug = io.argv.includes('--debug')
  if (error instanceof TokencostError) {
    io.stderr.write(`tokencost: ${error.message}\n`)
    if (error.hint !== null) io.stderr.write(`${error.hint}\n`)
    if (debug) io.stderr.write(`${error.stack}\n`)
    return error.exitCode
  }
  const message = error instanceof Error ? error.message : String(error)
  io.stderr.write(`tokencost: internal error: ${message}\n`)
  io.stderr.write(
    debug && error instanceof Error ? `${error.stack}\n` : 'Run it again with --debug and report what it prints.\n',
  )
  return EXIT.failed
}

const EXAMPLES = `
Examples:
  tokencost report logs/*.jsonl            a table per model
  tokencost report --json > cost.json      the whole report, for programs
  tokencost report ~/.claude/projects      a folder, with everything below it
  cat run.jsonl | tokencost report -       standard input
`
