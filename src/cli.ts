import { plainReport } from './commands/plain-report.ts'
import { EXIT, type ExitCode, TokencostError } from './errors.ts'
import type { Io } from './io.ts'
import { escaped } from './render/escape.ts'
import { version } from './version.ts'

/** argv → command → exit code. The only place where errors become exit codes; it never throws. */
export async function main(io: Io): Promise<ExitCode> {
  try {
    // Everything is loaded when it is needed: `--version` costs little more than starting Node.
    if (io.argv.length === 1 && (io.argv[0] === '--version' || io.argv[0] === '-V')) {
      io.stdout.write(`${version}\n`)
      return EXIT.done
    }
    const plain = plainReport(io.argv)
    if (plain !== null) {
      const { report } = await import('./commands/report.ts')
      return await report.run(plain.paths, plain.options, io)
    }
    const { run } = await import('./commands/program.ts')
    return await run(io)
  } catch (error) {
    return explained(error, io)
  }
}

function explained(error: unknown, io: Io): ExitCode {
  const stack = io.argv.includes('--debug') && error instanceof Error ? `${error.stack}\n` : ''
  if (error instanceof TokencostError) {
    io.stderr.write(
      `tokencost: ${printable(error.message)}\n${error.hint === null ? '' : `${printable(error.hint)}\n`}${stack}`,
    )
    return error.exitCode
  }
  const message = error instanceof Error ? error.message : String(error)
  io.stderr.write(
    `tokencost: internal error: ${printable(message)}\n${stack || 'Run it again with --debug and report what it prints.\n'}`,
  )
  return EXIT.failed
}

/** Names of files and keys stand in messages and hints; they may be anybody's. */
function printable(message: string): string {
  return message.split('\n').map(escaped).join('\n')
}
