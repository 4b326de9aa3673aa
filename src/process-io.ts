import { createReadStream, fstatSync, statSync, writeSync } from 'node:fs'
import { TokencostError } from './errors.ts'
import type { Io, Output } from './io.ts'

/** With the code of the system's error. */
export type OutputFailed = (code: string | undefined) => void

export interface ProcessIo extends Io {
  /** True when all output has left the process. */
  isWritten(): boolean
}

/** Those after which bin/tokencost.js ends the process. */
const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const

/** The real process as the command line sees it. `failed` is told when standard output takes no more. */
export function processIo(process: NodeJS.Process, failed: OutputFailed): ProcessIo {
  const stdout = outputOf({ number: 1, stream: () => process.stdout }, process, failed)
  let stderr: ProcessOutput | null = null
  return {
    argv: process.argv.slice(2),
    // A getter, because it may be gone.
    get cwd() {
      return currentFolder(process)
    },
    env: process.env,
    // A getter, because opening standard input costs time and most runs never look at it.
    get stdin() {
      return isFolder(0) ? createReadStream('', { fd: 0, autoClose: false }) : process.stdin
    },
    stdout,
    // The same holds for standard error. That nobody reads it must not cost the report.
    get stderr() {
      stderr ??= outputOf({ number: 2, stream: () => process.stderr }, process, () => {})
      return stderr
    },
    onInterrupt(tidy) {
      for (const signal of INTERRUPTS) process.once(signal, tidy)
      return () => {
        for (const signal of INTERRUPTS) process.off(signal, tidy)
      }
    },
    isWritten: () => [stdout, stderr].every((output) => output === null || output.writableLength === 0),
  }
}

function currentFolder(process: NodeJS.Process): string {
  try {
    return process.cwd()
  } catch (cause) {
    const hint = 'Change to another folder, or back to this one if it was made anew.'
    throw new TokencostError('failed', 'the current folder does not exist any more', { cause, hint })
  }
}

/** `writableLength`: how much was not taken yet. */
type ProcessOutput = Output & Pick<NodeJS.WriteStream, 'writableLength'>

interface Descriptor {
  readonly number: number
  readonly stream: () => NodeJS.WriteStream
}

/**
 * An output of the process. Node's own stream takes longer to load than a small report takes to be made, so files, pipes and
 * the null device are written without it, as long as they take what is written at once. `failed` is told why nothing more can
 * be written.
 */
function outputOf(descriptor: Descriptor, process: NodeJS.Process, failed: OutputFailed): ProcessOutput {
  return isPlain(descriptor.number, process) ? new PlainOutput(descriptor, failed) : streamOf(descriptor, failed)
}

class PlainOutput implements ProcessOutput {
  private readonly descriptor: Descriptor
  private readonly failed: OutputFailed
  private stream: NodeJS.WriteStream | null = null
  private isOver = false

  constructor(descriptor: Descriptor, failed: OutputFailed) {
    this.descriptor = descriptor
    this.failed = failed
  }

  get writableLength(): number {
    return this.stream?.writableLength ?? 0
  }

  write(text: string, done?: () => void): boolean {
    if (this.stream !== null) return this.stream.write(text, done)
    const bytes = Buffer.from(text)
    let written = 0
    try {
      while (written < bytes.length && !this.isOver) written += writeSync(this.descriptor.number, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EAGAIN') {
        this.stream = streamOf(this.descriptor, this.failed)
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

function streamOf(descriptor: Descriptor, failed: OutputFailed): NodeJS.WriteStream {
  const stream = descriptor.stream()
  stream.on('error', ({ code }: NodeJS.ErrnoException) => failed(code))
  return stream
}

/** Such a standard input is empty to Node; a stream of the file system says what it is. */
function isFolder(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory()
  } catch {
    return false
  }
}

function isPlain(descriptor: number, { platform }: NodeJS.Process): boolean {
  try {
    const stat = fstatSync(descriptor)
    if (stat.isFile()) return true
    if (platform === 'win32') return false
    return stat.isFIFO() || stat.isSocket() || (stat.isCharacterDevice() && stat.rdev === statSync('/dev/null').rdev)
  } catch {
    return false
  }
}
