import { statSync } from 'node:fs'
import type { Source } from './source.ts'

/** Bytes on disk of all sources. */
export function totalSize(sources: readonly Source[]): number {
  return sources.reduce((sum, source) => sum + sizeOf(source), 0)
}

/** Bytes on disk; 0 for what has no size, or may not be asked: who reads it says why. */
export function sizeOf({ path }: Source): number {
  if (path === null) return 0
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0
  } catch {
    return 0
  }
}
