import type { Fingerprint } from '../sources/file-version.ts'
import type { Range } from '../sources/read-source.ts'
import type { Source } from '../sources/source.ts'
import type { LineBegin } from './read-window.ts'

/** One source to read. Plain data. */
export interface Task {
  readonly source: Source
  /** The number that its calls carry. */
  readonly file: number
  /** What of it is known and need not be read again, when it still has that fingerprint; null = nothing. */
  readonly known: { readonly fingerprint: Fingerprint; readonly end: LineBegin } | null
  /** Only these lines of it; null = all. */
  readonly part: Part | null
}

/** The lines of a file that begin in [from, to). They are counted from 1, wherever in the file they stand. */
export interface Part extends Range {
  /** The parts of a file are numbered from 0 on. */
  readonly number: number
}

/** To be read whole. */
export function wholeSource(source: Source, file: number): Task {
  return { source, file, known: null, part: null }
}
