import { JsonWalker } from './json-walker.ts'
import { LargeEntry } from './large-entry.ts'
import type { NeedleFinder } from './needles.ts'

/** What the entry reader found, in file order. Bytes are valid only during the call. */
export interface EntryListener {
  /** An entry that is JSON as far as its ends tell. `candidate`: it contains a needle, so it may carry usage. */
  entry(bytes: Buffer, offset: number, line: number, candidate: boolean): void
  /** A non-blank line of text, or a JSON value that is no object. `candidate` as above. */
  text(bytes: Buffer, offset: number, line: number, candidate: boolean): void
  /** Something that begins like JSON and is broken. */
  broken(offset: number, line: number, candidate: boolean, reason: BrokenReason): void
}

export type BrokenReason = 'not valid JSON' | 'truncated: the file ends inside it' | 'too large'

/** A line or value longer than this is walked as bytes instead of standing in the buffer. Independent of chunk cuts. */
export const LONG = 1 << 20

type State = 'line' | 'value' | 'array' | 'large' | 'skip-line'

/**
 * Bytes → entries. A line that begins and ends like a JSON object is one entry, by its ends alone. Everything else that
 * begins like JSON (documents over many lines, arrays, several values on one line, lines beyond 1 MiB) is walked byte by
 * byte. Fill `room()`, tell `filled(n)`, call `end()` at the end of the file. One instance serves many files.
 */
export class EntryReader {
  private readonly listener: EntryListener
  private readonly needles: NeedleFinder
  private readonly walker = new JsonWalker()
  private readonly buffer: Buffer = Buffer.allocUnsafe(LONG * 2)
  /** buffer[0, filledTo), so that no search runs into bytes of the past. */
  private view: Buffer = this.buffer.subarray(0, 0)
  /** Unconsumed bytes are buffer[start, filledTo). */
  private start = 0
  private filledTo = 0
  /** Offset in the file of buffer[0]. */
  private base = 0
  private line = 1
  private state: State = 'line'
  /** Where the walker goes on; only in states value and large. */
  private position = 0
  private inArray = false
  private large: LargeEntry | null = null
  private largeOffset = 0
  private largeLine = 0
  private atEnd = false

  constructor(listener: EntryListener, needles: NeedleFinder) {
    this.listener = listener
    this.needles = needles
  }

  begin(): void {
    this.start = this.filledTo = this.base = this.position = 0
    this.line = 1
    this.state = 'line'
    this.inArray = this.atEnd = false
    this.large = null
  }

  /** Space to read the next bytes into; never empty. */
  room(): Buffer {
    if (this.filledTo > LONG && this.start > 0) this.shift()
    return this.buffer.subarray(this.filledTo)
  }

  filled(length: number): void {
    this.filledTo += length
    this.run()
  }

  end(): void {
    this.atEnd = true
    this.run()
    if (this.inArray)
      this.listener.broken(this.base + this.start, this.line, false, 'truncated: the file ends inside it')
  }

  private shift(): void {
    this.buffer.copyWithin(0, this.start, this.filledTo)
    this.base += this.start
    this.position -= this.start
    this.filledTo -= this.start
    this.start = 0
  }

  private run(): void {
    this.view = this.buffer.subarray(0, this.filledTo)
    this.needles.begin(this.view)
    while (this.step()) {}
  }

  /** Consumes what it can; false when more bytes are needed, or none are left. */
  private step(): boolean {
    if (this.state !== 'large' && this.start >= this.filledTo) return false
    switch (this.state) {
      case 'line':
        return this.stepLine()
      case 'array':
        return this.stepArray()
      case 'value':
        return this.stepValue()
      case 'large':
        return this.stepLarge()
      case 'skip-line':
        return this.skipLine()
    }
  }

  private stepLine(): boolean {
    const { view, start, filledTo } = this
    const newline = view.indexOf(NEWLINE, start)
    if (newline < 0 && !this.atEnd && filledTo - start <= LONG) return false
    const lineEnd = newline < 0 ? filledTo : newline
    const from = beginOf(view, start, lineEnd)
    if (from < lineEnd) {
      const first = view[from]!
      if (lineEnd - start > LONG) return this.longLine(from, first)
      let to = lineEnd
      while (isBlank(view[to - 1]!)) to--
      const candidate = this.needles.within(from, to)
      if (first === OPEN_OBJECT && view[to - 1] === CLOSE_OBJECT) {
        this.listener.entry(view.subarray(from, to), this.base + from, this.line, candidate)
      } else if (first === OPEN_OBJECT || (first === OPEN_ARRAY && beginsArray(view, from + 1, lineEnd))) {
        return this.beginValue(from, first)
      } else {
        this.listener.text(view.subarray(from, to), this.base + from, this.line, candidate)
      }
    }
    if (newline >= 0) this.line++
    this.start = newline < 0 ? filledTo : newline + 1
    return true
  }

  private longLine(from: number, first: number): boolean {
    if (first === OPEN_OBJECT || (first === OPEN_ARRAY && beginsArray(this.view, from + 1, this.filledTo))) {
      return this.beginValue(from, first)
    }
    this.listener.text(this.view.subarray(from, from), this.base + from, this.line, false)
    this.state = 'skip-line'
    return true
  }

  private beginValue(from: number, first: number): boolean {
    if (first === OPEN_ARRAY) {
      this.inArray = true
      this.state = 'array'
      this.consumeTo(from + 1)
      return true
    }
    this.consumeTo(from)
    this.position = from
    this.walker.reset()
    this.state = 'value'
    return true
  }

  /** Between the elements of a top-level array. */
  private stepArray(): boolean {
    const { view, filledTo } = this
    let from = this.start
    while (from < filledTo && (isBlank(view[from]!) || view[from] === NEWLINE || view[from] === COMMA)) from++
    this.consumeTo(from)
    if (from === filledTo) return false
    if (view[from] === CLOSE_ARRAY) {
      this.inArray = false
      this.state = 'line'
      this.consumeTo(from + 1)
      return true
    }
    this.position = from
    this.walker.reset()
    this.state = 'value'
    return true
  }

  private stepValue(): boolean {
    const { start, filledTo } = this
    const limit = Math.min(filledTo, start + LONG)
    const end = this.walker.walk(this.view, this.position, limit)
    if (end >= 0) {
      this.emit(this.view.subarray(start, end), this.base + start, this.line, this.needles.within(start, end))
      this.consumeTo(end)
      this.state = this.inArray ? 'array' : 'line'
      return true
    }
    if (end < -1) return this.giveUp('not valid JSON')
    this.position = limit
    if (limit === start + LONG) {
      this.beginLarge(limit)
      return true
    }
    return this.atEnd && this.truncated()
  }

  /** What begins at `start` is broken: its first line is given up, the next one is a new chance. */
  private giveUp(reason: BrokenReason): boolean {
    const { view, start, filledTo } = this
    const newline = view.indexOf(NEWLINE, start)
    this.listener.broken(
      this.base + start,
      this.line,
      this.needles.within(start, newline < 0 ? filledTo : newline),
      reason,
    )
    this.inArray = false
    this.state = 'skip-line'
    return true
  }

  /** The file ends inside a value. Where the next line begins an object, only the first line was cut. */
  private truncated(): boolean {
    const { view, start, filledTo } = this
    const newline = view.indexOf(NEWLINE, start)
    if (newline >= 0 && view[newline + 1] === OPEN_OBJECT) return this.giveUp('not valid JSON')
    const candidate = this.needles.within(start, filledTo)
    this.listener.broken(this.base + start, this.line, candidate, 'truncated: the file ends inside it')
    this.consumeTo(filledTo)
    this.inArray = false
    this.state = 'line'
    return false
  }

  private beginLarge(to: number): void {
    this.large = new LargeEntry((bytes) => this.needles.in(bytes))
    this.largeOffset = this.base + this.start
    this.largeLine = this.line
    this.large.push(this.view.subarray(this.start, to))
    this.consumeTo(to)
    this.state = 'large'
  }

  private stepLarge(): boolean {
    const large = this.large!
    if (this.start >= this.filledTo) {
      if (this.atEnd) this.endLarge('truncated: the file ends inside it', 'line')
      return false
    }
    const end = this.walker.walk(this.view, this.start, this.filledTo)
    const to = end >= 0 ? end : end === -1 ? this.filledTo : -2 - end
    large.push(this.view.subarray(this.start, to))
    this.consumeTo(to)
    if (end >= 0) this.endLarge(large.tooLarge ? 'too large' : null, this.inArray ? 'array' : 'line')
    else if (end < -1) {
      this.inArray = false
      this.endLarge('not valid JSON', 'skip-line')
    }
    return true
  }

  private endLarge(broken: BrokenReason | null, next: State): void {
    const { bytes, carriesUsage } = this.large!
    if (broken === null) this.emit(bytes, this.largeOffset, this.largeLine, carriesUsage)
    else if (broken === 'too large' && !carriesUsage) this.listener.text(bytes, this.largeOffset, this.largeLine, false)
    else this.listener.broken(this.largeOffset, this.largeLine, carriesUsage, broken)
    this.large = null
    this.state = next
  }

  private emit(bytes: Buffer, offset: number, line: number, candidate: boolean): void {
    if (bytes[0] === OPEN_OBJECT) this.listener.entry(bytes, offset, line, candidate)
    else this.listener.text(bytes, offset, line, candidate)
  }

  private skipLine(): boolean {
    const newline = this.view.indexOf(NEWLINE, this.start)
    if (newline >= 0) {
      this.line++
      this.state = 'line'
    }
    this.start = newline < 0 ? this.filledTo : newline + 1
    return newline >= 0
  }

  /** Moves on over a value, counting the lines inside it. */
  private consumeTo(position: number): void {
    const passed = this.view.subarray(this.start, position)
    for (let at = passed.indexOf(NEWLINE); at >= 0; at = passed.indexOf(NEWLINE, at + 1)) this.line++
    this.start = position
  }
}

const [NEWLINE, COMMA, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [10, 44, 123, 125, 91, 93]

/** Space, tab, carriage return, and the NULs that a crash leaves in a file. */
function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 0
}

/** Where the content of a line begins: behind blanks, a byte order mark, the commas between values, and SSE's `data:`. */
function beginOf(bytes: Buffer, start: number, end: number): number {
  let at = start
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3
  while (at < end && (isBlank(bytes[at]!) || bytes[at] === COMMA)) at++
  if (bytes[at] !== 100 || end - at < 5 || bytes.toString('latin1', at, at + 5) !== 'data:') return Math.min(at, end)
  at += 5
  while (at < end && isBlank(bytes[at]!)) at++
  return at
}

/** Tells `[{…`, `["…`, `[[…`, `[]` and a lone `[` from the `[INFO]` and `[2026-…]` of text logs. */
function beginsArray(bytes: Buffer, from: number, to: number): boolean {
  let at = from
  while (at < to && isBlank(bytes[at]!)) at++
  return (
    at === to || bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_ARRAY || bytes[at] === CLOSE_ARRAY || bytes[at] === 34
  )
}
