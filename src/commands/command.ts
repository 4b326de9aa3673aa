import type { Command as Commander } from 'commander'
import type { ExitCode } from '../errors.ts'
import type { Io } from '../io.ts'

/** A command: one file and one row in COMMANDS. Only the one that is called is loaded. */
export interface Command {
  readonly name: string
  /** One line for `tokencost --help`. */
  readonly summary: string
  load(): Promise<CommandModule>
}

export interface CommandModule {
  /** Declares arguments, options and examples. Choices come from the tables. */
  define(command: Commander): void
  /** Does it. Known trouble is thrown as TokencostError. */
  run(paths: readonly string[], options: Readonly<Record<string, unknown>>, io: Io): Promise<ExitCode>
}
