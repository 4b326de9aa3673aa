import { statSync } from 'node:fs'
import type { Source } from './source.ts'

/** Bytes on disk of all sources; what has no size, or is gone, adds nothing. */
export function totalSize(sources: readonly Source[]): number {
  return sources.reduce((sum, { path }) => sum + (path === null ? 0 : sizeOf(path)), 0)
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
