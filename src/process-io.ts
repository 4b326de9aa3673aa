import type { Io } from './io.ts'

/** The real process as the command line sees it. */
export function processIo(process: NodeJS.Process): Io {
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    // A getter, because opening standard input costs time and most runs never look at it.
    get stdin() {
      return process.stdin
    },
    stdout: process.stdout,
    // The same holds for standard error.
    get stderr() {
      const { stderr } = process
      if (stderr.listenerCount('error') === 0) stderr.on('error', () => {}) // that nobody reads it must not cost the report
      return stderr
    },
  }
}
