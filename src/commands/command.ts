import type { Command as Commander } from 'commander'
import type { ExitCode } from '../errors.ts'
import type { Io } from '../io.ts'

/** A row in COMMANDS: a command, or a name that groups further ones. */
export type Command = SingleCommand | CommandGroup

/** A command: one file. Only the one that is called is loaded. */
export interface SingleCommand {
  readonly name: string
  /** One line for `tokencost --help`. */
  readonly summary: string
  load(): Promise<CommandModule>
}

/** `tokencost pricing list`: `pricing` does nothing itself. */
export interface CommandGroup {
  readonly name: string
  readonly summary: string
  readonly commands: readonly SingleCommand[]
}

export interface CommandModule {
  /** Declares arguments, options and examples. Choices come from the tables. */
  define(command: Commander): void
  /** Does it. Known trouble is thrown as TokencostError. */
  run(paths: readonly string[], options: Readonly<Record<string, unknown>>, io: Io): Promise<ExitCode>
}
