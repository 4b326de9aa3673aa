import type { BrokenReason, EntryListener } from './entry-listener.ts'
import { JsonWalker } from './json-walker.ts'
import type { Kernel } from './kernel.ts'
import { LargeEntry } from './large-entry.ts'
import { beginOf, beginsContainer, endOf, isBlank } from './line-edges.ts'
import type { NeedleFinder } from './needles.ts'
import { ReadWindow } from './read-window.ts'

/** A line or value longer than this is walked as bytes instead of standing in the buffer. Independent of chunk cuts. */
const LONG = 1 << 20

type State = 'line' | 'value' | 'array' | 'broken' | 'large' | 'skip-line'

/**
 * Bytes → entries. A line that begins and ends like a JSON object is one entry, by its ends alone. Everything else that
 * begins like JSON (documents over many lines, arrays, several values on one line, lines beyond 1 MiB) is walked byte by
 * byte. Fill `room()`, tell `filled(n)`, call `end()` at the end of the file. One instance serves many files.
 */
export class EntryReader {
  private readonly needles: NeedleFinder
  private readonly kernel: Kernel | null
  private readonly walker = new JsonWalker()
  private readonly window: ReadWindow
  private listener!: EntryListener
  private state: State = 'line'
  /** How much of the value at hand the walker has seen. */
  private walked = 0
  private inArray = false
  private large: LargeEntry | null = null
  private atEnd = false

  /** With a kernel, bytes are read into its memory and looked at there; what is found is the same. */
  constructor(needles: NeedleFinder, kernel: Kernel | null = null) {
    this.needles = needles
    this.kernel = kernel
    this.window = new ReadWindow(kernel?.bytes ?? Buffer.allocUnsafe(LONG * 2), LONG)
  }

  /** At the start of a file. */
  begin(listener: EntryListener): void {
    this.listener = listener
    this.window.begin()
    this.state = 'line'
    this.inArray = this.atEnd = false
    this.large = null
  }

  /** Space to read the next bytes into; never empty. */
  room(): Buffer {
    return this.window.room()
  }

  filled(length: number): void {
    this.window.filled(length)
    this.run()
  }

  end(): void {
    this.atEnd = true
    this.run()
    if (this.inArray) this.listener.broken(this.window.line, false, 'truncated: the file ends inside it')
  }

  private run(): void {
    this.needles.begin(this.window.view)
    while (this.step()) {}
  }

  /** Consumes what it can; false when more bytes are needed, or none are left. */
  private step(): boolean {
    if (this.state !== 'large' && this.window.start >= this.window.end) return false
    switch (this.state) {
      case 'line':
        return this.stepLine()
      case 'array':
        return this.stepArray()
      case 'value':
        return this.stepValue()
      case 'broken':
        return this.stepBroken()
      case 'large':
        return this.stepLarge()
      case 'skip-line':
        return this.skipLine()
    }
  }

  private become(state: State): true {
    this.state = state
    return true
  }

  private stepLine(): boolean {
    const { window, needles } = this
    if (this.kernel !== null) this.passOthers(this.kernel)
    const { view, start, end } = window
    const newline = window.newlineFrom(start)
    if (newline < 0 && !this.atEnd && end - start <= LONG) return false
    const lineEnd = newline < 0 ? end : newline
    const from = beginOf(view, start, lineEnd)
    const to = endOf(view, from, lineEnd)
    if (from < to) {
      const isLong = lineEnd - start > LONG
      const isObject = !isLong && view[from] === OPEN_OBJECT && view[to - 1] === CLOSE_OBJECT
      if (!isObject && beginsContainer(view, from, lineEnd)) return this.beginValue(from)
      if (isLong) return this.passLongText()
      if (!needles.within(from, to)) this.listener.others(1)
      else if (isObject) this.listener.entry(view, from, to, window.offsetOf(from), window.line)
      else this.listener.text(view, from, to, window.offsetOf(from), window.line)
    }
    window.consumeLine(newline)
    return true
  }

  /** Whole lines that begin and end like an object and have no needle need no closer look. */
  private passOthers(kernel: Kernel): void {
    const { window } = this
    const to = kernel.passObjects(window.start, Math.min(this.needles.next(window.start), window.end), LONG)
    if (to === window.start) return
    this.listener.others(kernel.passed)
    window.consumeLines(to, kernel.passed)
  }

  private passLongText(): boolean {
    this.listener.others(1)
    return this.become('skip-line')
  }

  private beginValue(from: number): boolean {
    if (this.window.view[from] === OPEN_ARRAY) {
      this.inArray = true
      this.window.consumeTo(from + 1)
      return this.become('array')
    }
    this.window.consumeTo(from)
    this.walked = 0
    this.walker.reset()
    return this.become('value')
  }

  /** Between the elements of a top-level array. */
  private stepArray(): boolean {
    const { view, start, end } = this.window
    let from = start
    while (from < end && (isBlank(view[from]!) || view[from] === NEWLINE || view[from] === COMMA)) from++
    this.window.consumeTo(from)
    if (from === end) return false
    if (view[from] === CLOSE_ARRAY) {
      this.inArray = false
      this.window.consumeTo(from + 1)
      return this.become('line')
    }
    this.walked = 0
    this.walker.reset()
    return this.become('value')
  }

  private stepValue(): boolean {
    const { window } = this
    const { view, start } = window
    const limit = Math.min(window.end, start + LONG)
    const end = this.walker.walk(view, start + this.walked, limit)
    if (end >= 0) {
      this.emit(view, start, end, window.offsetOf(start), window.line, this.needles.within(start, end))
      window.consumeTo(end)
      return this.become(this.inArray ? 'array' : 'line')
    }
    if (end < -1) return this.become('broken')
    this.walked = limit - start
    if (limit === start + LONG) return this.beginLarge(limit)
    return this.atEnd && this.truncated()
  }

  /** What begins at `start` is broken: its first line is given up, the next one is a new chance. */
  private stepBroken(): boolean {
    const { window } = this
    const { start, end } = window
    const newline = window.newlineFrom(start)
    if (newline < 0 && !this.atEnd && end - start < LONG) return false
    const candidate = this.needles.within(start, Math.min(newline < 0 ? end : newline, start + LONG))
    this.listener.broken(window.line, candidate, 'not valid JSON')
    this.inArray = false
    return this.become('skip-line')
  }

  /** The file ends inside a value. Where the next line begins an object, only the first line was cut. */
  private truncated(): boolean {
    const { window } = this
    const newline = window.newlineFrom(window.start)
    if (newline >= 0 && window.view[newline + 1] === OPEN_OBJECT) return this.become('broken')
    const candidate = this.needles.within(window.start, window.end)
    this.listener.broken(window.line, candidate, 'truncated: the file ends inside it')
    window.consumeTo(window.end)
    this.inArray = false
    this.state = 'line'
    return false
  }

  private beginLarge(to: number): boolean {
    const { window } = this
    this.large = new LargeEntry(window.offsetOf(window.start), window.line, (bytes) => this.needles.in(bytes))
    this.large.push(window.view.subarray(window.start, to))
    window.consumeTo(to)
    return this.become('large')
  }

  private stepLarge(): boolean {
    const { window } = this
    const { view, start } = window
    const large = this.large!
    if (start >= window.end) {
      if (this.atEnd) this.endLarge('truncated: the file ends inside it', 'line')
      return false
    }
    const end = this.walker.walk(view, start, window.end)
    const to = end >= 0 ? end : end === -1 ? window.end : -2 - end
    large.push(view.subarray(start, to))
    window.consumeTo(to)
    if (end >= 0) this.endLarge(large.tooLarge ? 'too large' : null, this.inArray ? 'array' : 'line')
    else if (end < -1) {
      this.inArray = false
      this.endLarge('not valid JSON', 'skip-line')
    }
    return true
  }

  private endLarge(broken: BrokenReason | null, next: State): void {
    const { bytes, offset, line, carriesUsage } = this.large!
    if (broken === null) this.emit(bytes, 0, bytes.length, offset, line, carriesUsage)
    else if (broken === 'too large' && !carriesUsage) this.listener.others(1)
    else this.listener.broken(line, carriesUsage, broken)
    this.large = null
    this.state = next
  }

  private emit(bytes: Buffer, from: number, to: number, offset: number, line: number, candidate: boolean): void {
    if (!candidate) this.listener.others(1)
    else if (bytes[from] === OPEN_OBJECT) this.listener.entry(bytes, from, to, offset, line)
    else this.listener.text(bytes, from, to, offset, line)
  }

  private skipLine(): boolean {
    const newline = this.window.newlineFrom(this.window.start)
    this.window.consumeLine(newline)
    if (newline >= 0) this.state = 'line'
    return newline >= 0
  }
}

const [NEWLINE, COMMA, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [10, 44, 123, 125, 91, 93]
