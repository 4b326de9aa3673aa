import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'
import { makeFolder } from './folder.ts'

/**
 * Writes a file whole or not at all, and the folders above it; `name` is what messages call it. A link stays one: what
 * it points to is written. So do pipes and devices, which take the text as it comes.
 */
export function writeWhole(path: string, pieces: Iterable<string>, name: string): void {
  const inPlace = isPipeOrDevice(path)
  const target = inPlace ? path : behindLinks(path)
  const unfinished = inPlace ? target : join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  try {
    makeFolder(dirname(target))
    writePieces(unfinished, pieces)
    if (!inPlace) renameSync(unfinished, target)
  } catch (error) {
    if (existsSync(unfinished) && !inPlace) rmSync(unfinished)
    throw new TokencostError('failed', `${name}: it could not be written (${systemReason(error)})`, { cause: error })
  }
}

/** Where the file is that `path` leads to; `path` itself where nothing is there. */
export function behindLinks(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

/** True for what a file must not be put in place of: `/dev/stderr`, a named pipe. A folder is neither. */
export function isPipeOrDevice(path: string): boolean {
  try {
    const stat = statSync(path)
    return !stat.isFile() && !stat.isDirectory()
  } catch {
    return false // nothing is there, or writing it will say why not
  }
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w')
  try {
    for (const piece of pieces) writeFileSync(file, piece)
  } finally {
    closeSync(file)
  }
}
