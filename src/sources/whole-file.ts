import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'

/** Writes a file whole or not at all, and the folders above it; `name` is what messages call it. */
export function writeWhole(path: string, text: string, name: string): void {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new TokencostError('failed', `${name}: it could not be written (${systemReason(error)})`, { cause: error })
  }
}
