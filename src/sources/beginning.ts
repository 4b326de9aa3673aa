import { closeSync, openSync, readSync } from 'node:fs'

/** The first bytes of a file, at most so many; none where it cannot be read. */
export function beginningOf(path: string, length: number): Buffer {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, 0))
  } catch {
    return Buffer.alloc(0)
  } finally {
    if (file !== null) closeSync(file)
  }
}
