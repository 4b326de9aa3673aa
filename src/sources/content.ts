import { createHash } from 'node:crypto'
import { NO_INPUT } from './no-input.ts'
import { readSource } from './read-source.ts'
import { isRegularFile, type Source } from './source.ts'

/** What a file holds, decompressed; null for what cannot be read, or not again: standard input, pipes. */
export async function contentDigest(
  source: Source,
): Promise<{ readonly sha256: string; readonly bytes: number } | null> {
  if (source.path === null || !isRegularFile(source.path)) return null
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(1 << 18)
  const taker = { room: () => buffer, filled: (length: number) => void hash.update(buffer.subarray(0, length)) }
  const { read, bytes } = await readSource(source, NO_INPUT, taker, () => {})
  return read ? { sha256: hash.digest('hex'), bytes } : null
}
