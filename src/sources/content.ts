import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { readSource } from './read-source.ts'
import { isRegularFile, type Source } from './source.ts'

/** True when two files hold the same bytes, decompressed. Standard input and pipes cannot be read again: false. */
export async function sameContent(a: Source, b: Source): Promise<boolean> {
  if (!canBeReadAgain(a) || !canBeReadAgain(b)) return false
  return (await digest(a)) === (await digest(b))
}

export function canBeReadAgain({ path }: Source): boolean {
  return path !== null && isRegularFile(path)
}

async function digest(source: Source): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(1 << 18)
  const taker = { room: () => buffer, filled: (length: number) => void hash.update(buffer.subarray(0, length)) }
  const { read } = await readSource(source, Readable.from([]), taker, () => {})
  return `${read}:${hash.digest('hex')}`
}
