import { crc32, createInflateRaw } from 'node:zlib'
import { ByteQueue } from './byte-queue.ts'

/**
 * The bytes inside gzip, member by member, decompressed off the main thread; NULs may pad the end. Throws behind the last
 * good byte. Node's own Gunzip throws away up to 16 KiB before damage, or before bytes that follow the last member.
 */
export async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new ByteQueue(chunks)
  do {
    await passHeader(input)
    let [crc, size] = [0, 0]
    for await (const piece of inflated(input)) {
      crc = crc32(piece, crc)
      size = (size + piece.length) % 2 ** 32
      yield piece
    }
    const trailer = await input.take(8)
    if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size) throw new Error('its checksum is another')
  } while (!(await input.endsInNuls()))
}

async function passHeader(input: ByteQueue): Promise<void> {
  const header = await input.take(10)
  if (header.readUInt16BE(0) !== MAGIC || header[2] !== DEFLATE) throw new Error('no gzip')
  const flags = header[3]!
  if (flags & EXTRA) await input.take((await input.take(2)).readUInt16LE(0))
  if (flags & NAME) await input.passText()
  if (flags & COMMENT) await input.passText()
  if (flags & HEADER_CRC) await input.take(2)
}

/** Takes from `input` what belongs to one member. */
async function* inflated(input: ByteQueue): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw()
  let [given, last]: [number, Buffer] = [0, Buffer.alloc(0)]
  const giving = give().catch((error: Error) => void inflate.destroy(error))
  for await (const piece of inflate) yield piece as Buffer
  await giving
  input.putBack(last.subarray(last.length - (given - inflate.bytesWritten)))

  /** Piece by piece, until one is not wholly taken: there the member ends. */
  async function give(): Promise<void> {
    while (!inflate.destroyed && inflate.bytesWritten === given) {
      const next = await input.next()
      if (next === null) return void inflate.end()
      last = next
      given += next.length
      await new Promise<void>((resolve) => inflate.write(next, () => resolve()))
    }
  }
}

const MAGIC = 0x1f8b
const DEFLATE = 8
const [HEADER_CRC, EXTRA, NAME, COMMENT] = [2, 4, 8, 16]
