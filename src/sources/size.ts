import { statSync } from 'node:fs'
import type { Source } from './source.ts'

/** Bytes on disk of all sources. */
export function totalSize(sources: readonly Source[]): number {
  return sources.reduce((sum, source) => sum + sizeOf(source), 0)
}

/** Bytes on disk; 0 for what has no size, or is gone. */
export function sizeOf({ path }: Source): number {
  return path === null ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0)
}
