/**
 * The error catalogue. A TokencostError is one that we foresaw: its message says what happened and where, its hint what
 * to do next. Everything else that is thrown is a bug. Only cli.ts turns errors into exit codes.
 */

/** What a process that ran tokencost ends with. When several hold, the first of `usage`, `failed`, `gate`, `incomplete` wins. */
export const EXIT = { done: 0, failed: 1, usage: 2, gate: 3, incomplete: 4 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** `usage`: wrong flag, config or price file (exit 2). `failed`: the report could not be made (exit 1). */
export type ErrorKind = 'usage' | 'failed'

export class TokencostError extends Error {
  readonly kind: ErrorKind
  /** What to do about it, one line, or null. */
  readonly hint: string | null

  constructor(kind: ErrorKind, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TokencostError'
    this.kind = kind
    this.hint = options.hint ?? null
  }

  get exitCode(): ExitCode {
    return EXIT[this.kind]
  }
}

/** A place in a text file, as editors write it: `pricing.yaml:12:5`. */
export function place(file: string, line: number, column?: number): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`
}

/** True when nothing is there, not even a folder to look into. After any other error something may be. */
export function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException | null)?.code ?? '')
}

/** The plain sentence of a system error code: what a person can act on, without Node's own wording. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  switch (code) {
    case 'ENOENT':
      return 'it does not exist'
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read (permission denied)'
    case 'EISDIR':
      return 'it is a directory'
    case 'ENOTDIR':
      return 'a part of its path is no directory'
    case 'ELOOP':
      return 'its symbolic links lead in a circle'
    case 'ENOSPC':
      return 'the disk is full'
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open'
    case 'EIO':
      return 'the disk or the network reports an error (EIO)'
    case 'ENAMETOOLONG':
      return 'its name is too long'
    case 'EROFS':
      return 'the disk may only be read'
    case 'ENXIO':
      return 'it is a socket, or a device without anything behind it'
    case 'EBUSY':
    case 'ETXTBSY':
      return 'another program holds it'
    default:
      return code === undefined ? 'it could not be read' : `the system reports ${code}`
  }
}

/** The same of a file that could not be written. */
export function writeReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOENT') return 'its folder does not exist'
  return code === 'EACCES' || code === 'EPERM' ? 'permission denied' : systemReason(error)
}
