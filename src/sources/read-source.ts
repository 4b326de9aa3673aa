import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { systemReason } from '../errors.ts'
import { decoded, HEAD_LENGTH, isPlainText } from './container.ts'
import {
  type FileIdentity,
  type FileVersion,
  type Fingerprint,
  fingerprintOf,
  isSettled,
  sameFile,
  sameFingerprint,
  sameVersion,
  settledVersion,
  versionOf,
} from './file-version.ts'
import { readFirst } from './first-read.ts'
import { isPlain, lineFrom, readChunks } from './open-file.ts'
import type { Source, SourceProblem } from './source.ts'

/** Takes a source's bytes without a copy where that is possible: they are read into `room()`, then told as `filled`. */
export interface ByteTaker {
  room(): Buffer
  filled(length: number): void
}

export interface ReadResult {
  /** Bytes given to the taker, after decompression. */
  readonly bytes: number
  /** False when nothing of it could be read. */
  readonly read: boolean
  readonly problems: readonly SourceProblem[]
  /** What it was all the while, by which it is known again; null = nothing tells, or nobody asked. */
  readonly known: KnownFile | null
  /** True when its beginning was left out, as `Resumption` says. */
  readonly resumed: boolean
}

/** A file that was read whole, or from a known place on. */
export interface KnownFile {
  readonly version: FileVersion
  /** True when its bytes are the text itself, so that what is appended can be read alone. */
  readonly plain: boolean
}

/** Leaves out the beginning of a file that still has it. */
export interface Resumption {
  /** The fingerprint of the bytes that are left out. */
  readonly after: Fingerprint
  /** Called before the first byte, when it is so. */
  readonly begin: () => void
}

/** Bytes of a file of which the whole lines are read that begin in [from, to). */
export interface Range {
  readonly from: number
  readonly to: number
  /** What the file had when its ranges were made: no more of it is read. */
  readonly size: number
  /** The file that it was then: another one of its name has other lines. */
  readonly identity: FileIdentity
}

/** How much of a source is read, and what is told of it. */
export interface ReadChoice {
  /** null or absent = all of it. */
  readonly start?: Resumption | RangeStart | null
  /** Whether to tell by what it is known again, which takes a while for a small file. */
  readonly toBeKnown?: boolean
}

/** Reads a range of a file; `begin` is called before the first byte, with its offset. */
export interface RangeStart extends Range {
  readonly begin: (offset: number) => void
}

/** Called now and then with the bytes read from disk since the last call; awaited, so that others get their turn. */
export type OnBytes = (bytes: number) => Promise<void> | void

/**
 * Reads one source to the end that it had when it was opened. Never throws for what a file can do to us. A small file is
 * read at once, for whoever reads many of them.
 */
export function readSource(
  source: Source,
  stdin: AsyncIterable<Buffer | string>,
  taker: ByteTaker,
  onBytes: OnBytes,
  choice: ReadChoice = {},
): Promise<ReadResult> | ReadResult {
  const reading = new Reading(source, taker, onBytes, choice)
  const toCome = reading.begun(stdin)
  return toCome === undefined ? reading : toCome.then(() => reading)
}

const NO_PROBLEMS: readonly never[] = []
const NOTHING_READ = { length: 0, isWhole: false }

class Reading implements ReadResult {
  bytes = 0
  read = false
  problems: readonly SourceProblem[] = NO_PROBLEMS
  known: KnownFile | null = null
  resumed = false
  private readonly source: Source
  private readonly taker: ByteTaker
  private readonly onBytes: OnBytes
  private readonly start: Resumption | RangeStart | null
  private readonly toBeKnown: boolean

  constructor(source: Source, taker: ByteTaker, onBytes: OnBytes, { start = null, toBeKnown = false }: ReadChoice) {
    this.source = source
    this.taker = taker
    this.onBytes = onBytes
    this.start = start
    this.toBeKnown = toBeKnown
  }

  /** Reads it, or lets something be waited for. */
  begun(stdin: AsyncIterable<Buffer | string>): Promise<void> | void {
    const { path, pipe } = this.source
    if (path === null) return this.readStream(stdin)
    if (pipe === true) return this.readStream(createReadStream(path)) // waiting for its writer must not stop the rest
    let file: number
    try {
      file = openSync(path, 'r')
    } catch (error) {
      this.problem('unreadable', systemReason(error))
      return
    }
    const version = this.toBeKnown ? settledVersion(file) : null
    const first = this.start === null ? readFirst(file, this.taker.room()) : NOTHING_READ
    if (!first.isWhole) return this.readFile(file, first.length)
    closeSync(file)
    return this.takeWhole(first.length, version)
  }

  private takeWhole(length: number, version: FileVersion | null): Promise<void> | void {
    this.read = true
    try {
      this.give(length)
      if (version?.size === length) this.known = { version, plain: true }
    } catch (error) {
      this.problem('damaged', systemReason(error))
    }
    return this.onBytes(length)
  }

  /** `inRoom`: how many of its first bytes stand in the taker's buffer already. */
  private async readFile(file: number, inRoom: number): Promise<void> {
    try {
      const before = versionOf(fstatSync(file))
      if (this.range !== null && !sameFile(before, this.range.identity)) {
        this.problem('truncated_file', 'it was replaced while it was read; what was read until then is counted')
        return
      }
      const settled = isSettled(before, Date.now())
      // It may have been cut since its first bytes were read.
      const size = this.range?.size ?? Math.max(before.size, inRoom)
      const plain = await this.readPlain(file, this.begin(file, size), this.endIn(file, size), inRoom)
      if (!plain) await this.readContainer(readChunks(file, size))
      const after = versionOf(fstatSync(file))
      this.compareSize(size, after.size)
      if (settled && sameVersion(before, after)) this.known = { version: before, plain }
    } catch (error) {
      this.problem(this.read ? 'damaged' : 'unreadable', systemReason(error))
    } finally {
      closeSync(file)
    }
  }

  private async readStream(stream: AsyncIterable<Buffer | string>): Promise<void> {
    try {
      await this.readContainer(stream)
    } catch (error) {
      this.problem(this.read ? 'damaged' : 'unreadable', systemReason(error))
    }
  }

  /** Where reading begins: at 0, or behind what may be left out. */
  private begin(file: number, size: number): number {
    const { start } = this
    if (start === null) return 0
    if ('from' in start) {
      const from = lineFrom(file, start.from, size)
      start.begin(from)
      return from
    }
    const { after, begin } = start
    if (after.size > size || !isPlain(file) || !sameFingerprint(fingerprintOf(file, after.size), after)) return 0
    this.resumed = true
    begin()
    return after.size
  }

  private endIn(file: number, size: number): number {
    return this.range === null ? size : lineFrom(file, this.range.to, size)
  }

  private get range(): Range | null {
    return this.start !== null && 'from' in this.start ? this.start : null
  }

  /** The fast way: straight into the taker's buffer. False, with nothing given, when the bytes are wrapped in something. */
  private async readPlain(file: number, from: number, size: number, inRoom: number): Promise<boolean> {
    while (from + this.bytes < size) {
      const room = this.taker.room()
      const position = from + this.bytes
      const most = Math.min(room.length, size - position)
      const isThere = position === 0 && inRoom > 0
      const length = isThere ? Math.min(most, inRoom) : readSync(file, room, 0, most, position)
      if (length === 0) break
      if (position === 0 && !(length < HEAD_LENGTH ? isPlain(file) : isPlainText(room))) return false
      this.read = true
      this.give(length)
      await this.onBytes(length)
    }
    this.read = true
    return true
  }

  private async readContainer(chunks: AsyncIterable<Buffer | string>): Promise<void> {
    for await (const chunk of decoded(chunks, this.onBytes, (code, message) => this.problem(code, message))) {
      this.read = true
      for (let from = 0; from < chunk.length; ) {
        const room = this.taker.room()
        const length = chunk.copy(room, 0, from)
        this.give(length)
        from += length
      }
    }
    if (this.problems.length === 0) this.read = true
  }

  private give(length: number): void {
    this.bytes += length
    this.taker.filled(length)
  }

  private compareSize(before: number, after: number): void {
    if (after > before)
      this.problem('grew', `it grew while it was read; its first ${before} bytes are counted, run again for the rest`)
    if (after < before)
      this.problem('truncated_file', 'it was truncated while it was read; what was read until then is counted')
  }

  private problem(code: SourceProblem['code'], message: string): void {
    this.problems = [...this.problems, { code, name: this.source.name, message: `${this.source.name}: ${message}` }]
  }
}
