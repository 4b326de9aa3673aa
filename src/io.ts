import type { Readable } from 'node:stream'

/** The world as the command line sees it. Tests hand in their own; only bin/ knows the real process. */
export interface Io {
  /** Arguments behind the program's name. */
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable & { readonly fd?: number; readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  /** Milliseconds since 1970 UTC; the clock of the machine when left out. */
  readonly now?: () => number
  /** Calls `tidy`, at once and once, when the process is told to end. What it returns takes that back. */
  readonly onInterrupt?: (tidy: () => void) => () => void
}

/** The little of a stream that we write with. */
export interface Output {
  write(text: string, done?: () => void): boolean
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Writes and waits until the other side has taken it, so that a long report is not cut off in a pipe. */
export async function writeAll(output: Output, text: string | Iterable<string>): Promise<void> {
  for (const piece of typeof text === 'string' ? [text] : text) {
    await new Promise<void>((resolve) => {
      output.write(piece, resolve)
    })
  }
}
