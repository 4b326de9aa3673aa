import { closeSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { RowsImage } from '../usage/record-rows.ts'
import { ROW_WORDS } from '../usage/row-layout.ts'
import type { CachedFile } from './cached-file.ts'

/**
 * A segment is one file of a cache: what was found in many logs, never changed once it is written.
 *
 *     16 bytes   mark, length and checksum of the head
 *     head       JSON: whose cache it is, the files, length and checksum of the body
 *     body       the rows, then the tables that their numbers stand for, as JSON
 */
export interface Segment {
  readonly path: string
  readonly files: readonly CachedFile[]
  /** How many rows there are; some may be of files that changed since. */
  readonly length: number
  /** Bytes. */
  readonly size: number
  /** They begin where the memory of `room` does; null when they are damaged, or gone. */
  rows(room: Room): RowsImage | null
}

/** Gives memory for so many bytes, at a multiple of eight. */
export type Room = (length: number) => Buffer

interface Head {
  readonly key: string
  readonly files: readonly CachedFile[]
  readonly length: number
  readonly body: number
  readonly checksum: number
}

const MARK = 0x3173_6f72
const START = 16
/** Nothing that we write comes near; a damaged length must not ask for all memory. */
const LARGEST = 1 << 29

export function segmentBytes(key: string, files: readonly CachedFile[], rows: RowsImage): readonly Uint8Array[] {
  const { length, words, ...tables } = rows
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
  const body = [bytes, Buffer.from(JSON.stringify(tables))]
  const head: Head = {
    ...{ key, files, length },
    body: body.reduce((sum, piece) => sum + piece.length, 0),
    checksum: body.reduce((sum, piece) => crc32(piece, sum), 0),
  }
  const text = Buffer.from(JSON.stringify(head))
  const start = Buffer.alloc(START)
  for (const [index, value] of [MARK, text.length, crc32(text)].entries()) start.writeUInt32LE(value, index * 4)
  return [start, text, ...body]
}

/** The segment at `path`; null when it is none of this cache, or damaged. */
export function openSegment(path: string, key: string): Segment | null {
  return reading(path, (file) => {
    const start = bytesAt(file, 0, START)
    if (start.readUInt32LE(0) !== MARK) return null
    const text = bytesAt(file, START, start.readUInt32LE(4))
    if (crc32(text) !== start.readUInt32LE(8)) return null
    const head = JSON.parse(text.toString()) as Head
    if (head.key !== key) return null
    const from = START + text.length
    return {
      ...{ path, files: head.files, length: head.length, size: from + head.body },
      rows: (room) => reading(path, (again) => rowsOf(head, bytesAt(again, from, head.body, room))),
    }
  })
}

function rowsOf(head: Head, body: Buffer): RowsImage | null {
  if (crc32(body) !== head.checksum) return null
  const words = new Uint32Array(body.buffer as ArrayBuffer, body.byteOffset, head.length * ROW_WORDS)
  const tables = JSON.parse(body.toString('utf8', words.byteLength)) as Omit<RowsImage, 'length' | 'words'>
  return { length: head.length, words, ...tables }
}

/** What cannot be opened, read or understood is no cache. */
function reading<T>(path: string, read: (file: number) => T | null): T | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    return read(file)
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

function bytesAt(file: number, position: number, length: number, room: Room = Buffer.allocUnsafe): Buffer {
  if (length > LARGEST) throw new RangeError('no segment')
  const bytes = room(length)
  let have = 0
  while (have < length) {
    const more = readSync(file, bytes, have, length - have, position + have)
    if (more === 0) throw new RangeError('no segment')
    have += more
  }
  return bytes
}
