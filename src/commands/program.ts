import { Command as Commander, CommanderError } from 'commander'
import { didYouMean } from '../config/nearest.ts'
import { EXIT, type ExitCode } from '../errors.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'
import type { Command } from './command.ts'
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
  const ended = (code: ExitCode) => {
    exit = code
  }
  for (const command of COMMANDS) await add(program, command, io, ended)
  if (io.argv.length === 0) {
    program.outputHelp()
    return EXIT.done
  }
  try {
    checkHelpTopic(program, io)
    checkForgottenCommand(program, io)
    await program.parseAsync(helpOfTopic(io.argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
  return exit
}

/** Only a command that the arguments name is loaded; the others need no more than their line in the help. */
async function add(parent: Commander, command: Command, io: Io, ended: (exit: ExitCode) => void): Promise<void> {
  const child = configured(parent.command(command.name), io).description(command.summary)
  if (!io.argv.includes(command.name)) return
  if ('commands' in command) {
    for (const below of command.commands) await add(child, below, io, ended)
    return
  }
  const module = await command.load()
  module.define(child)
  refuseRepeats(child)
  child.action(async () => ended(await module.run(child.args, child.opts(), io)))
}

/** Of a flag that holds one value the last would win in silence; its help says when it may be repeated. */
function refuseRepeats(command: Commander): void {
  for (const option of command.options) {
    if (!option.required || /\(repeatable\b/.test(option.description)) continue
    let given = false
    command.on(`option:${option.name()}`, () => {
      if (given) command.error(`error: option '${option.flags}' was given twice; give it once`)
      given = true
    })
  }
}

/** Commander answers `help` for a command that is none with the whole help and no word about it. */
function checkHelpTopic(program: Commander, io: Io): void {
  const [help, topic, below] = io.argv
  const names = [...COMMANDS.map(({ name }) => name), 'help']
  if (help === 'help' && topic !== undefined && !names.includes(topic))
    program.error(`error: unknown command '${topic}'${didYouMean(topic, names)}`)
  const group = COMMANDS.find(({ name }) => name === topic)
  if (help !== 'help' || below === undefined || group === undefined || !('commands' in group)) return
  const known = group.commands.map(({ name }) => name)
  if (!known.includes(below)) program.error(`error: unknown command '${topic} ${below}'${didYouMean(below, known)}`)
}

/** `help pricing list` is `pricing list --help`: Commander's own looks at one name only. */
function helpOfTopic(argv: readonly string[]): readonly string[] {
  const [help, topic = '', below = ''] = argv
  return help === 'help' && /^[a-z]/.test(below) ? [topic, below, '--help'] : argv
}

/** A path where a command is due: most likely `report` was forgotten. */
function checkForgottenCommand(program: Commander, io: Io): void {
  const [first = ''] = io.argv
  if (/^-.|^$/.test(first) || !/[./\\*]|^-$/.test(first)) return
  program.error(`error: unknown command '${first}'\n(Did you mean tokencost report ${first}?)`)
}

function configured(command: Commander, io: Io): Commander {
  const names: string[] = []
  for (let each: Commander | null = command; each !== null; each = each.parent) names.unshift(each.name())
  return command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(`(${names.join(' ')} --help says more)`)
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'tokencost: ')),
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
