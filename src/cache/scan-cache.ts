import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeReason } from '../errors.ts'
import type { FileResult } from '../scan/scan.ts'
import type { Task } from '../scan/task.ts'
import {
  type FileVersion,
  fingerprintOf,
  lookAt,
  sameFile,
  sameFingerprint,
  sameVersion,
} from '../sources/file-version.ts'
import type { Source } from '../sources/source.ts'
import { RecordRows, type RowsImage } from '../usage/record-rows.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'
import { type CachedFile, cachedFile, resultOf } from './cached-file.ts'
import { openSegment, type Room, type Segment } from './segment.ts'
import { FULL_SEGMENT, isSegmentName, SegmentWriter, segmentPrefix } from './segment-writer.ts'

/** A file with more is read each time: what is known of a file must fit into memory twice. */
const MOST_ROWS = 1 << 21

/** What need not be read: results by file number, and the rows of all these files. */
export interface Hits {
  readonly results: ReadonlyMap<number, FileResult>
  readonly rows: RowsImage
}

/** What is known of the beginning of a file that grew. */
export interface Begun {
  readonly begin: CachedFile
  readonly rows: RowsImage
}

interface Candidate {
  readonly file: CachedFile
  readonly segment: Segment
}

interface Wanted extends Candidate {
  readonly source: Source
  readonly number: number
  readonly grown: boolean
}

/**
 * What earlier runs found in files, in a folder. A file that is just as it was need not be read; of one that only grew,
 * the new end. In any doubt it is read. Segments are never changed, so several processes may use one folder at once: the
 * worst that can happen is that something is known twice, or no longer.
 */
export class ScanCache {
  private readonly folder: string
  private readonly writer: SegmentWriter
  private readonly warn: (message: string) => void
  private readonly segments: readonly Segment[]
  private readonly byPath = new Map<string, Candidate[]>()
  /** What is known of files that are something else now, or is known anew. */
  private readonly outdated = new Set<CachedFile>()
  private readonly begun = new Map<number, Begun>()
  private broken = false

  /** `warn` is told when nothing can be written to the folder. */
  constructor(folder: string, key: string, warn: (message: string) => void) {
    this.folder = folder
    this.writer = new SegmentWriter(folder, key)
    this.warn = warn
    const prefix = segmentPrefix(key)
    this.segments = namesIn(folder)
      .filter((name) => isSegmentName(name, prefix))
      .sort()
      .map((name) => openSegment(join(folder, name), key))
      .filter((segment) => segment !== null)
    for (const segment of this.segments)
      for (const file of segment.files) this.candidates(file.path).push({ file, segment })
  }

  /** Gives out what is known, a segment at a time, each read into a new `room`, and says what is left to read. */
  lookUp(sources: readonly Source[], room: Room, onHits: (hits: Hits) => void): readonly Task[] {
    const tasks: Task[] = []
    const bySegment = new Map<Segment, Wanted[]>(this.segments.map((segment) => [segment, []]))
    const read = (source: Source, file: number) => void tasks.push({ source, file, known: null, part: null })
    for (const [number, source] of sources.entries()) {
      const wanted = this.find(source, number)
      if (wanted === null) read(source, number)
      else bySegment.get(wanted.segment)!.push(wanted)
    }
    for (const [segment, all] of bySegment) {
      const rows = all.length === 0 ? null : segment.rows(room)
      if (rows === null) {
        for (const { source, number } of all) read(source, number)
        continue
      }
      for (const { source, number, file } of all.filter(({ grown }) => grown)) {
        const { fingerprint, end, from, to } = file
        this.begun.set(number, { begin: file, rows: partOf(rows, from, to, number) })
        tasks.push({ source, file: number, known: { fingerprint, end: end! }, part: null })
      }
      onHits(
        hitsIn(
          rows,
          all.filter(({ grown }) => !grown),
        ),
      )
    }
    return tasks.sort((a, b) => a.file - b.file)
  }

  /** What was known of the beginning of a file whose end alone was read. */
  begunBy(file: number): Begun {
    return this.begun.get(file)!
  }

  /** To be told of every file that was read: rows [from, to) of `image` are all that it has. */
  keep(result: FileResult, image: RowsImage, from: number, to: number): void {
    const file = cachedFile(result)
    if (file === null || this.broken || to - from > MOST_ROWS) return
    for (const known of this.candidates(file.path)) this.outdated.add(known.file)
    this.writing(() => this.writer.add(file, image, from, to))
  }

  /** Writes what is new, and takes up into it what lies about in small or half-outdated segments. */
  finish(): void {
    if (!this.writer.used || this.broken) return
    this.writing(() => {
      const replaced = this.segments.filter((segment) => this.takeUp(segment))
      this.writer.flush()
      for (const { path } of replaced) rmSync(path, { force: true })
    })
  }

  private takeUp(segment: Segment): boolean {
    const live = segment.files.filter((file) => !this.outdated.has(file) && existsSync(file.path))
    const left = live.reduce((sum, { from, to }) => sum + to - from, 0)
    if (segment.size > FULL_SEGMENT / 4 && left * 2 > segment.length) return false
    const rows = live.length === 0 ? null : segment.rows(Buffer.allocUnsafeSlow)
    if (rows !== null) for (const file of live) this.writer.add(file, rows, file.from, file.to)
    return true
  }

  private find(source: Source, number: number): Wanted | null {
    const known = source.path === null || source.pipe === true ? [] : (this.byPath.get(source.path) ?? [])
    if (known.length === 0) return null
    const chosen = lookAt(source.path!, (file, version) => chosenOf(known, file, version, source))
    for (const { file } of known) if (file !== chosen?.file) this.outdated.add(file)
    return chosen === null ? null : { ...chosen, source, number }
  }

  private candidates(path: string): Candidate[] {
    const known = this.byPath.get(path) ?? []
    this.byPath.set(path, known)
    return known
  }

  private writing(write: () => void): void {
    try {
      write()
    } catch (error) {
      this.broken = true
      this.warn(
        `the cache in ${this.folder} could not be written (${writeReason(error)}); the report is complete without it`,
      )
    }
  }
}

function chosenOf(
  known: readonly Candidate[],
  open: number,
  version: FileVersion,
  { name }: Source,
): (Candidate & { readonly grown: boolean }) | null {
  const fitting = known.filter(({ file }) => file.name === null || file.name === name)
  const same = fitting.find(({ file }) => sameVersion(file.version, version))
  if (same !== undefined)
    return sameFingerprint(fingerprintOf(open, version.size), same.file.fingerprint) ? { ...same, grown: false } : null
  const begins = fitting.filter(
    ({ file }) => file.end !== null && sameFile(file.version, version) && file.version.size < version.size,
  )
  const longest = begins.sort((a, b) => b.file.version.size - a.file.version.size)[0]
  return longest === undefined ? null : { ...longest, grown: true }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Moves the rows of these files to the front of all, and gives them the numbers that the files have now. */
function hitsIn(rows: RowsImage, wanted: readonly Wanted[]): Hits {
  const { words } = rows
  const results = new Map<number, FileResult>()
  let length = 0
  for (const { source, number, file } of wanted.toSorted((a, b) => a.file.from - b.file.from)) {
    words.copyWithin(length * ROW_WORDS, file.from * ROW_WORDS, file.to * ROW_WORDS)
    for (const end = length + file.to - file.from; length < end; length++)
      words[length * ROW_WORDS + WORD.file] = number
    results.set(number, resultOf(source, file))
  }
  return { results, rows: { ...rows, length, words: words.subarray(0, length * ROW_WORDS) } }
}

function partOf(image: RowsImage, from: number, to: number, file: number): RowsImage {
  const rows = new RecordRows()
  rows.adoptPart(image, from, to, file)
  return rows.image()
}
