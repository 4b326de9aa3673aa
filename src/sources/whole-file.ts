import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'

/**
 * Writes a file whole or not at all, and the folders above it; `name` is what messages call it. A link stays one: what
 * it points to is written.
 */
export function writeWhole(path: string, pieces: Iterable<string>, name: string): void {
  const target = existsSync(path) ? realpathSync(path) : path
  const unfinished = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  try {
    if (!existsSync(dirname(target))) mkdirSync(dirname(target), { recursive: true })
    writePieces(unfinished, pieces)
    renameSync(unfinished, target)
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished)
    throw new TokencostError('failed', `${name}: it could not be written (${systemReason(error)})`, { cause: error })
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
