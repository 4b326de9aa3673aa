import { createHash } from 'node:crypto'
import { NO_INPUT } from './no-input.ts'
import { readSource } from './read-source.ts'
import { isRegularFile, type Source } from './source.ts'

/** True when two files hold the same bytes, decompressed. Standard input and pipes cannot be read again: false. */
export async function sameContent(a: Source, b: Source): Promise<boolean> {
  if (!canBeReadAgain(a) || !canBeReadAgain(b)) return false
  return (await contentDigest(a))?.sha256 === (await contentDigest(b))?.sha256
}

export function canBeReadAgain({ path }: Source): boolean {
  return path !== null && isRegularFile(path)
}

/** What a file holds, decompressed; null for what cannot be read, or not again. */
export async function contentDigest(
  source: Source,
): Promise<{ readonly sha256: string; readonly bytes: number } | null> {
  if (!canBeReadAgain(source)) return null
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(1 << 18)
  const taker = { room: () => buffer, filled: (length: number) => void hash.update(buffer.subarray(0, length)) }
  const { read, bytes } = await readSource(source, NO_INPUT, taker, () => {})
  return read ? { sha256: hash.digest('hex'), bytes } : null
}
