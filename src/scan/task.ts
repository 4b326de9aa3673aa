import type { Fingerprint } from '../sources/file-version.ts'
import type { Source } from '../sources/source.ts'
import type { LineBegin } from './read-window.ts'

/** One source to read. Plain data. */
export interface Task {
  readonly source: Source
  /** The number that its calls carry. */
  readonly file: number
  /** What of it is known and need not be read again, when it still has that fingerprint; null = nothing. */
  readonly known: { readonly fingerprint: Fingerprint; readonly end: LineBegin } | null
}

/** Sources in their order, to be read whole. */
export function wholeSources(sources: readonly Source[]): readonly Task[] {
  return sources.map((source, file) => ({ source, file, known: null }))
}
