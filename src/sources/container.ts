import { pipeline, Readable } from 'node:stream'
import { fromCassette, isCassette } from './cassette.ts'
import { gunzipped } from './gzip.ts'
import type { OnBytes } from './read-source.ts'
import type { SourceProblem } from './source.ts'
import type { Piece } from './zip.ts'

/** What bytes are wrapped in, told by their first bytes, never by a file's name. */
export type Container =
  | 'plain'
  | 'gzip'
  | 'zstd'
  | 'zip'
  | 'bzip2'
  | 'xz'
  | 'utf-16le'
  | 'utf-16be'
  | 'utf-32le'
  | 'utf-32be'
  | 'sqlite'
  | 'cassette'

export const HEAD_LENGTH = 24
const LEFT_BRACE = 123

/** True for bytes that are no wrapped ones, by their first HEAD_LENGTH. */
export function isPlainText(bytes: Buffer): boolean {
  return beginsObject(bytes) || containerOf(bytes.subarray(0, HEAD_LENGTH)) === 'plain'
}

/** True for most logs: then nothing else need be asked. */
function beginsObject(bytes: Buffer): boolean {
  return bytes[0] === LEFT_BRACE && bytes[1] !== 0
}

export function containerOf(head: Buffer): Container {
  if (beginsObject(head)) return 'plain'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'zip'
  if (/^BZh[1-9]1AY&SY/.test(head.toString('latin1'))) return 'bzip2'
  if (head.toString('latin1', 0, 5) === '\u00fd7zXZ') return 'xz'
  // UTF-32 first: its little-endian byte order mark begins with that of UTF-16.
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfeff) return 'utf-32le'
  if (head.length >= 4 && head.readUInt32BE(0) === 0xfeff) return 'utf-32be'
  // Without a byte order mark the NULs beside the first two letters tell: JSON begins with ASCII.
  if ((head[0] === 0xff && head[1] === 0xfe) || nulsIn(head) === 'a-a-') return 'utf-16le'
  if ((head[0] === 0xfe && head[1] === 0xff) || nulsIn(head) === '-a-a') return 'utf-16be'
  if (head.toString('latin1', 0, 15) === 'SQLite format 3') return 'sqlite'
  return isCassette(head) ? 'cassette' : 'plain'
}

/** Where the NULs among the first four bytes stand: 'a-a-' when every second one is NUL. */
function nulsIn(head: Buffer): string {
  return Array.from(head.subarray(0, 4), (byte) => (byte === 0 ? '-' : 'a')).join('')
}

type Problem = (code: SourceProblem['code'], message: string) => void

/** There are files that hold nothing but themselves. */
const MOST_LAYERS = 8

/**
 * The UTF-8 text inside `chunks`, decompressed off the main thread. What was good before damage is given out. `layers`: in how many
 * wrappings it lay.
 */
export async function* decoded(
  chunks: AsyncIterable<Buffer | string>,
  onBytes: OnBytes,
  problem: Problem,
  layers = 0,
): AsyncGenerator<Buffer> {
  if (layers > MOST_LAYERS)
    return problem('compressed', `it is compressed more than ${MOST_LAYERS} times; decompress it first`)
  const input = counted(chunks, onBytes)
  const first = await firstChunk(input)
  const rest = joined(first, input)
  const { default: zlib } = await import('node:zlib')
  switch (containerOf(first)) {
    case 'gzip':
      return yield* decompressed(gunzipped(rest), onBytes, problem, layers)
    case 'zstd': {
      const create = (zlib as { createZstdDecompress?: () => NodeJS.ReadWriteStream }).createZstdDecompress
      if (create) return yield* decompressed(through(rest, create()), onBytes, problem, layers)
      return problem(
        'compressed',
        'it is compressed with zstd, which needs Node 22.15 or newer; decompress it first (zstd -d)',
      )
    }
    case 'zip':
      return yield* fromZip(rest, problem, layers)
    case 'utf-16le':
    case 'utf-16be':
      return yield* fromUtf16(rest, containerOf(first) as 'utf-16le' | 'utf-16be')
    case 'utf-32le':
    case 'utf-32be':
      return yield* fromUtf32(rest, containerOf(first) === 'utf-32le')
    case 'bzip2':
    case 'xz':
      return problem(
        'compressed',
        `it is compressed with ${containerOf(first)}, which is not read; decompress it first (${containerOf(first)} -d)`,
      )
    case 'sqlite':
      return problem(
        'sqlite',
        'it is an SQLite database, which is not read; export its messages as JSON and give that file',
      )
    case 'cassette':
      return yield* fromCassette(rest, problem)
    case 'plain':
      return yield* rest
  }
}

async function* decompressed(
  output: AsyncIterable<Buffer>,
  onBytes: OnBytes,
  problem: Problem,
  layers: number,
): AsyncGenerator<Buffer> {
  try {
    yield* decoded(output, () => onBytes(0), problem, layers + 1)
  } catch {
    problem('damaged', 'its compressed data is damaged or cut off; what could be decompressed is counted')
  }
}

function through(chunks: AsyncIterable<Buffer>, decompressor: NodeJS.ReadWriteStream): AsyncIterable<Buffer> {
  const input = Readable.from(chunks, { objectMode: false })
  return pipeline(input, decompressor, () => {}) as unknown as AsyncIterable<Buffer>
}

async function* fromZip(chunks: AsyncIterable<Buffer>, problem: Problem, layers: number): AsyncGenerator<Buffer> {
  const { unzipped } = await import('./zip.ts')
  const pieces = unzipped(chunks)
  let found = false
  try {
    for (let first = await pieces.next(); !first.done; first = await pieces.next()) {
      found = true
      const at = { piece: first.value }
      const told: Problem = (code, message) => problem(code, `${first.value.name}: ${message}`)
      yield* decoded(bytesFrom(at, pieces), () => {}, told, layers + 1)
      while (!at.piece.isLast && (await moveOn(at, pieces)));
      yield Buffer.from('\n')
    }
    if (!found) problem('no_logs', 'no log is in this ZIP archive')
  } catch {
    problem('damaged', 'this ZIP archive is damaged or cut off; what could be read is counted')
  }
}

/** The piece of an archive that was taken last. */
interface Place {
  piece: Piece
}

/** The bytes of a log in an archive from a piece of it on. */
async function* bytesFrom(at: Place, pieces: AsyncIterator<Piece>): AsyncGenerator<Buffer> {
  do yield at.piece.bytes
  while (!at.piece.isLast && (await moveOn(at, pieces)))
}

/** False when there is no more. */
async function moveOn(at: Place, pieces: AsyncIterator<Piece>): Promise<boolean> {
  const next = await pieces.next()
  if (!next.done) at.piece = next.value
  return !next.done
}

async function* fromUtf16(chunks: AsyncIterable<Buffer>, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

async function* fromUtf32(chunks: AsyncIterable<Buffer>, littleEndian: boolean): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk])
    let text = ''
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      const code = littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
      text += code <= 0x10ffff ? String.fromCodePoint(code) : REPLACEMENT
    }
    yield Buffer.from(text)
    rest = bytes.subarray(bytes.length - (bytes.length % 4))
  }
  if (rest.length > 0) yield Buffer.from(REPLACEMENT)
}

const REPLACEMENT = '\ufffd'

async function* counted(chunks: AsyncIterable<Buffer | string>, onBytes: OnBytes): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    await onBytes(bytes.length)
    yield bytes
  }
}

/** Enough bytes to tell the container, also when they arrive one by one. */
async function firstChunk(input: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < HEAD_LENGTH) {
    const { value, done } = await input.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return head
}

async function* joined(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  yield* rest
}
