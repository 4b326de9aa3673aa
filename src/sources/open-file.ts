import { readSync } from 'node:fs'
import { containerOf, HEAD_LENGTH } from './container.ts'

/** Where the first line begins that begins at `position` or behind it; `size` = none does. */
export function lineFrom(file: number, position: number, size: number): number {
  if (position === 0) return 0
  const bytes = Buffer.allocUnsafe(1 << 16)
  for (let at = position - 1; at < size; ) {
    const length = readSync(file, bytes, 0, Math.min(bytes.length, size - at), at)
    if (length === 0) return size
    const newline = bytes.subarray(0, length).indexOf(NEWLINE)
    if (newline >= 0) return at + newline + 1
    at += length
  }
  return size
}

/** True when its bytes are the text itself. */
export function isPlain(file: number): boolean {
  const head = Buffer.alloc(HEAD_LENGTH)
  return containerOf(head.subarray(0, readSync(file, head, 0, HEAD_LENGTH, 0))) === 'plain'
}

/** Its bytes, `size` of them if it has so many. */
export async function* readChunks(file: number, size: number): AsyncGenerator<Buffer> {
  for (let left = size; left > 0; ) {
    const chunk = Buffer.allocUnsafe(Math.min(left, 1 << 18))
    const length = readSync(file, chunk, 0, chunk.length, null)
    if (length === 0) return
    left -= length
    yield chunk.subarray(0, length)
  }
}

const NEWLINE = 10
