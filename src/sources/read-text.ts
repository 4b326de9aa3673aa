import { readSource } from './read-source.ts'
import type { Source, SourceProblem } from './source.ts'

/** The whole text of one source, decompressed, and what went wrong. For small files: it stands in memory. */
export async function readText(
  source: Source,
  stdin: AsyncIterable<Buffer | string>,
): Promise<{ readonly text: string; readonly problems: readonly SourceProblem[] }> {
  const pieces: Buffer[] = []
  const room = Buffer.allocUnsafe(1 << 18)
  const taker = {
    room: () => room,
    filled: (length: number) => void pieces.push(Buffer.from(room.subarray(0, length))),
  }
  const { problems } = await readSource(source, stdin, taker, () => {})
  return { text: Buffer.concat(pieces).toString(), problems }
}
