import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { writeReason } from '../errors.ts'
import { makeFolder } from '../sources/folder.ts'
import { saveAtExit, saved } from './exit-flush.ts'
import type { Problems } from './problems.ts'

/** Bytes that are written at once, so that one write stays one piece. */
const BATCH = 64 * 1024
/** How long to wait before a log that could not be written is tried again. */
const RETRY_AFTER_MS = 1000
const NEWLINE = 10

/**
 * Appends whole lines to a file that other processes may append to as well. Lines of one turn of the event loop are
 * written together at its end, in one write. Nothing here throws: lines that cannot be written wait, up to a bound, and
 * are counted as lost beyond it.
 */
export class LogWriter {
  readonly path: string
  /** Lines that were given up. */
  lost = 0
  private readonly problems: Problems
  private readonly bound: number
  private waiting: Buffer[] = []
  private bytes = 0
  private file: number | null = null
  private failing = false
  private scheduled: NodeJS.Immediate | NodeJS.Timeout | null = null

  /** `path` is meant from the folder of now, wherever the agent goes later. `bound`: bytes of lines that may wait. */
  constructor(path: string, problems: Problems, bound: number) {
    this.path = resolve(path)
    this.problems = problems
    this.bound = bound
  }

  /** Takes one line, without its end. */
  write(line: string): void {
    const whole = Buffer.from(`${line}\n`)
    if (this.bytes + whole.length > this.bound) this.flush()
    if (this.bytes + whole.length > this.bound) {
      this.giveUp()
      return
    }
    this.waiting.push(whole)
    this.bytes += whole.length
    saveAtExit(this)
    if (this.bytes >= BATCH && !this.failing) this.flush()
    else this.schedule()
  }

  /** Writes everything that waits, now. */
  flush(): void {
    this.unschedule()
    try {
      while (this.waiting.length > 0) this.writeBatch(this.open())
      this.failing = false
      saved(this)
    } catch (error) {
      this.failing = true
      this.close()
      const message = `${this.path}: usage cannot be written (${writeReason(error)}); it waits in memory`
      this.problems.report('log_unwritable', message, error)
      this.schedule()
    }
  }

  /** Writes what waits and lets go of the file; a later line opens it again. */
  end(): void {
    this.flush()
    this.unschedule()
    this.close()
  }

  private writeBatch(file: number): void {
    const batch = this.nextBatch()
    const bytes = Buffer.concat(endsInside(file) ? [Buffer.of(NEWLINE), ...batch] : batch)
    const extra = bytes.length - lengthOf(batch)
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(file, bytes, written)
    } finally {
      this.drop(written - extra)
    }
  }

  private nextBatch(): readonly Buffer[] {
    let length = 0
    const end = this.waiting.findIndex((line) => {
      length += line.length
      return length > BATCH
    })
    return end === -1 ? this.waiting : this.waiting.slice(0, Math.max(end, 1))
  }

  /** Forgets the lines that lie whole within the first `written` bytes; one that was cut is written again. */
  private drop(written: number): void {
    let [count, length] = [0, 0]
    while (count < this.waiting.length && length + this.waiting[count]!.length <= written)
      length += this.waiting[count++]!.length
    this.waiting = this.waiting.slice(count)
    this.bytes -= length
  }

  private open(): number {
    if (this.file !== null && fstatSync(this.file).nlink === 0) {
      this.close()
      this.problems.report('log_removed', `${this.path}: the log was removed; what follows goes to a new one`)
    }
    if (this.file !== null) return this.file
    makeFolder(dirname(this.path))
    this.file = openSync(this.path, 'a+')
    return this.file
  }

  private close(): void {
    if (this.file === null) return
    const file = this.file
    this.file = null
    try {
      closeSync(file)
    } catch (error) {
      this.problems.report('log_unwritable', `${this.path}: the log cannot be closed (${writeReason(error)})`, error)
    }
  }

  private giveUp(): void {
    this.lost++
    this.problems.report('lines_lost', `${this.path}: usage of calls is lost, the log cannot be written for too long`)
  }

  private schedule(): void {
    if (this.scheduled !== null) return
    const flush = () => {
      this.scheduled = null
      this.flush()
    }
    this.scheduled = this.failing ? setTimeout(flush, RETRY_AFTER_MS).unref() : setImmediate(flush)
  }

  private unschedule(): void {
    if (this.scheduled === null) return
    clearTimeout(this.scheduled as NodeJS.Timeout)
    clearImmediate(this.scheduled as NodeJS.Immediate)
    this.scheduled = null
  }
}

/** True when the file ends in the middle of a line: somebody's last write was cut. */
function endsInside(file: number): boolean {
  const { size } = fstatSync(file)
  const last = Buffer.of(NEWLINE)
  if (size > 0) readSync(file, last, 0, 1, size - 1)
  return last[0] !== NEWLINE
}

function lengthOf(lines: readonly Buffer[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}
