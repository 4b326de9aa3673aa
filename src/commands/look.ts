import type { Command } from 'commander'
import type { Io, Output } from '../io.ts'

/** Flags about how output looks, shared by commands that print. */
export interface LookOptions {
  readonly color: 'auto' | 'always' | 'never'
  readonly lang: 'en' | 'zh'
  readonly quiet?: boolean
  /** False for --no-progress. */
  readonly progress: boolean
  readonly debug?: boolean
}

export function addLookOptions(command: Command): void {
  command
    .addOption(
      command
        .createOption('--color <when>', 'colour in the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .addOption(
      command.createOption('--lang <language>', 'language of --format text').choices(['en', 'zh']).default('en'),
    )
    .option('-q, --quiet', 'nothing on stderr but errors')
    .option('--no-progress', 'no progress bar')
    .option('--debug', 'print a stack trace when something goes wrong')
}

/** The flag wins, then NO_COLOR (set and not empty), FORCE_COLOR and CLICOLOR_FORCE, then whether it is a terminal. */
export function wantsColor(when: LookOptions['color'], output: Output, env: Io['env']): boolean {
  if (when !== 'auto') return when === 'always'
  if (isSet(env['NO_COLOR'])) return false
  if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0'
  if (isSet(env['CLICOLOR_FORCE']) && env['CLICOLOR_FORCE'] !== '0') return true
  return output.isTTY === true && env['TERM'] !== 'dumb'
}

/** Columns of a terminal; null when the output goes elsewhere. COLUMNS wins where it is set. */
export function widthOf(output: Output, env: Io['env']): number | null {
  const columns = Number(env['COLUMNS'])
  if (Number.isInteger(columns) && columns > 0) return columns
  return output.isTTY === true ? (output.columns ?? 80) : null
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}
