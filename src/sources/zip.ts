import { Unzip, UnzipInflate, UnzipPassThrough } from 'fflate'
import { isLogName } from './extensions.ts'

/** Members of an inspect-ai `.eval` that say again what its header and samples say. */
const REPEATS = /^(_journal\/|summaries\.json$|reductions\.json$)/

/** Bytes; up to a thousand times as many come out of them. */
const PUSHED_AT_ONCE = 1 << 13

/** A piece of a log inside an archive; a log has one or more, one behind the other. */
export interface Piece {
  readonly name: string
  readonly bytes: Buffer
  readonly isLast: boolean
}

/** The logs inside a ZIP archive, one after another in the order of the archive. */
export async function* unzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const ready: Piece[] = []
  let failure: Error | null = null
  const unzip = new Unzip((member) => {
    const { name } = member
    if (!isLogName(name) || REPEATS.test(name)) return
    member.ondata = (error, data, isLast) => {
      failure ??= error
      ready.push({ name, bytes: Buffer.from(data ?? []), isLast })
    }
    member.start()
  })
  unzip.register(UnzipInflate)
  unzip.register(UnzipPassThrough)
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PUSHED_AT_ONCE) {
      unzip.push(chunk.subarray(from, from + PUSHED_AT_ONCE))
      yield* ready.splice(0)
      if (failure !== null) throw failure
    }
  }
  unzip.push(new Uint8Array(0), true)
  yield* ready.splice(0)
}
