import { statSync } from 'node:fs'

/** One thing to read: a file, or standard input. */
export interface Source {
  /** As it is reported: the path as given or found, '-' for standard input. Forward slashes on every system. */
  readonly name: string
  /** null = standard input. */
  readonly path: string | null
  /** True for a pipe, socket or device, whose bytes come once and have no known end; absent for a file. */
  readonly pipe?: boolean
}

/** What the given paths, globs and directories led to. */
export interface SourceList {
  /** Sorted by name; no path twice. */
  readonly sources: readonly Source[]
  /** Files in directories that are no logs by their extension. */
  readonly skipped: number
  readonly problems: readonly SourceProblem[]
}

/** A source that could not be read, wholly or in part. The message says what happened and what to do. */
export interface SourceProblem {
  readonly code: 'missing' | 'no_logs' | 'unreadable' | 'sqlite' | 'compressed' | 'grew' | 'truncated_file' | 'damaged'
  readonly name: string
  readonly message: string
}

/** False for pipes, sockets and devices, whose bytes come once and have no known end, and for what is not there. */
export function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
