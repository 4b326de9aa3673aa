import { fstatSync, writeSync } from 'node:fs'
import type { Io, Output } from './io.ts'

/** With the code of the system's error. */
export type OutputFailed = (code: string | undefined) => void

/** The real process as the command line sees it. `failed` is told when standard output takes no more. */
export function processIo(process: NodeJS.Process, failed: OutputFailed): Io {
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    // A getter, because opening standard input costs time and most runs never look at it.
    get stdin() {
      return process.stdin
    },
    stdout: standardOutput(process, failed),
    // The same holds for standard error.
    get stderr() {
      const { stderr } = process
      if (stderr.listenerCount('error') === 0) stderr.on('error', () => {}) // that nobody reads it must not cost the report
      return stderr
    },
  }
}

/**
 * Standard output of a process. Node's own stream takes longer to load than a small report takes to be made, so files and
 * pipes are written without it, as long as they take what is written at once. `failed` is told why nothing more can be written.
 */
function standardOutput(process: NodeJS.Process, failed: OutputFailed): Output {
  return isFileOrPipe() ? new PlainOutput(process, failed) : streamOf(process, failed)
}

class PlainOutput implements Output {
  private readonly process: NodeJS.Process
  private readonly failed: OutputFailed
  private stream: NodeJS.WriteStream | null = null
  private isOver = false

  constructor(process: NodeJS.Process, failed: OutputFailed) {
    this.process = process
    this.failed = failed
  }

  write(text: string, done?: () => void): boolean {
    if (this.stream !== null) return this.stream.write(text, done)
    const bytes = Buffer.from(text)
    let written = 0
    try {
      while (written < bytes.length && !this.isOver) written += writeSync(OUTPUT, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EAGAIN') {
        this.stream = streamOf(this.process, this.failed)
        // As bytes: the cut may lie inside a letter.
        return this.stream.write(bytes.subarray(written), done)
      }
      this.isOver = true
      this.failed(code)
    }
    done?.()
    return true
  }
}

function streamOf({ stdout }: NodeJS.Process, failed: OutputFailed): NodeJS.WriteStream {
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => failed(code))
  return stdout
}

function isFileOrPipe(): boolean {
  try {
    const stat = fstatSync(OUTPUT)
    return stat.isFile() || (process.platform !== 'win32' && (stat.isFIFO() || stat.isSocket()))
  } catch {
    return false
  }
}

const OUTPUT = 1
