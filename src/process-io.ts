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
    stderr: process.stderr,
  }
}
