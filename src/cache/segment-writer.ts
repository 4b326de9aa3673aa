import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCacheName } from '../sources/extensions.ts'
import { makeFolder } from '../sources/folder.ts'
import { hashText } from '../usage/hash.ts'
import { RecordRows, type RowsImage } from '../usage/record-rows.ts'
import { ROW_WORDS } from '../usage/row-layout.ts'
import type { CachedFile } from './cached-file.ts'
import { segmentBytes } from './segment.ts'

/** A segment is written when it is about this large: few files, and none that takes long. Bytes. */
export const FULL_SEGMENT = 6 << 20
const ROW_SIZE = ROW_WORDS * 4
const FILE_SIZE = 400

/** Collects files with their rows and writes them as segments, each whole or not at all. */
export class SegmentWriter {
  private readonly folder: string
  private readonly key: string
  private files: CachedFile[] = []
  private rows = new RecordRows()
  /** True when something was added, written or not. */
  used = false

  constructor(folder: string, key: string) {
    this.folder = folder
    this.key = key
  }

  /** Rows [from, to) of `image` are those of the file. */
  add(file: CachedFile, image: RowsImage, from: number, to: number): void {
    this.used = true
    const begin = this.rows.length
    this.rows.adoptPart(image, from, to, 0)
    this.files.push({ ...file, from: begin, to: this.rows.length })
    if (this.rows.length * ROW_SIZE + this.files.length * FILE_SIZE > FULL_SEGMENT) this.flush()
  }

  /** Writes what is not written yet. Throws what the file system does. */
  flush(): void {
    if (this.files.length === 0) return
    const pieces = segmentBytes(this.key, this.files, this.rows.image())
    this.files = []
    this.rows = new RecordRows()
    makeFolder(this.folder)
    const path = join(this.folder, `${segmentPrefix(this.key)}${randomUUID().slice(0, 13)}.rows`)
    const unfinished = `${path}~`
    try {
      writeFileSync(unfinished, Buffer.concat(pieces), { flag: 'wx', mode: 0o600 })
      renameSync(unfinished, path)
    } catch (error) {
      rmSync(unfinished, { force: true })
      throw error
    }
  }
}

/** What the names of all segments begin with that are written under this key. */
export function segmentPrefix(key: string): string {
  const hash = { lo: 0, hi: 0 }
  hashText(key, hash)
  const digits = [hash.hi, hash.lo].map((half) => half.toString(16).padStart(8, '0'))
  return `tokencost-scan-${digits.join('')}-`
}

/** True for a whole segment whose name begins so. */
export function isSegmentName(name: string, prefix: string): boolean {
  return isCacheName(name) && name.startsWith(prefix) && !name.endsWith('~')
}
