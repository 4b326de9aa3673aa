import { endByBrackets } from './broken-value.ts'
import type { BrokenReason, EntryListener } from './entry-listener.ts'
import { EntryTeller } from './entry-teller.ts'
import { JsonWalker } from './json-walker.ts'
import type { Kernel } from './kernel.ts'
import { passLines } from './kernel-lines.ts'
import { LargeEntry } from './large-entry.ts'
import { beginOf, beginsContainer, betweenElements, endOf } from './line-edges.ts'
import { LostEntry } from './lost-entry.ts'
import type { NeedleFinder } from './needles.ts'
import { type LineBegin, ReadWindow, START } from './read-window.ts'

/** A line or value longer than this is walked as bytes instead of standing in the buffer. Independent of chunk cuts. */
const LONG = 1 << 20

type State = 'line' | 'value' | 'array' | 'broken' | 'large' | 'lost'

/**
 * Bytes → entries. A line that begins and ends like a JSON object is one entry, by its ends alone. Everything else that
 * begins like JSON (documents over many lines, arrays, several values on one line, lines beyond 1 MiB) is walked byte by
 * byte. Fill `room()`, tell `filled(n)`, call `end()` at the end of the file. One instance serves many files.
 */
export class EntryReader {
  private readonly needles: NeedleFinder
  private readonly walker = new JsonWalker()
  private readonly window: ReadWindow
  private readonly teller: EntryTeller
  private state: State = 'line'
  /** How much of a value the walker has seen. */
  private walked = 0
  private inArray = false
  private large: LargeEntry | null = null
  private lost: LostEntry | null = null
  private atEnd = false

  /**
   * With a kernel bytes are read into its memory and looked at there; what is found is the same. `showAll`: the listener is
   * shown entries without a needle too, where otherwise it is only told how many there are.
   */
  constructor(needles: NeedleFinder, kernel: Kernel | null = null, showAll = false) {
    this.needles = needles
    this.teller = new EntryTeller(showAll)
    this.window = new ReadWindow(kernel?.bytes ?? Buffer.allocUnsafe(LONG * 2), LONG)
  }

  /** At the start of a file, or of a line in it that begins nothing but itself. */
  begin(listener: EntryListener, place: LineBegin = START): void {
    this.teller.begin(listener)
    this.window.begin(place)
    this.state = 'line'
    this.inArray = this.atEnd = false
    this.large = this.lost = null
  }

  /** Space to read the next bytes into; never empty. */
  room(): Buffer {
    return this.window.room()
  }

  filled(length: number): void {
    this.window.filled(length)
    this.run()
  }

  /** At the end of a file. The result: where a line that is appended would begin; null when it would belong to the last. */
  end(): LineBegin | null {
    // Asked first: what is given up as cut off at the end of the file may go on in what is appended.
    const next = this.state === 'line' ? this.window.lineBegin() : null
    this.atEnd = true
    this.run()
    this.lost?.told(this.teller)
    if (this.inArray) this.teller.broken(this.window.line, false, CUT_OFF)
    return next
  }

  private run(): void {
    this.needles.begin(this.window)
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
      case 'lost':
        return this.stepLost()
    }
  }

  private become(state: State): true {
    this.state = state
    return true
  }

  private stepLine(): boolean {
    const { window, needles } = this
    if (needles.kernel !== null && !this.teller.showAll) passLines(needles.kernel, window, this.teller, LONG)
    if (window.start === window.end) return false
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
      if (isLong) return this.stepLongText(from)
      if (!isObject || !this.teller.repeated(view, from, to, window.offsetOf(from))) this.tellLine(from, to, isObject)
    }
    window.consumeLine(newline)
    this.teller.text = 'no'
    return true
  }

  private tellLine(from: number, to: number, isObject: boolean): void {
    const { teller, window } = this
    const { view, line } = window
    const isMarked = this.needles.within(from, to)
    if (isMarked) teller.marked(view, from, to, window.offsetOf(from), line, isObject)
    else teller.unmarked(view, from, to, line)
    if (!isMarked && isObject && teller.every) teller.passed(view, from, to)
  }

  /** A line of text too long for the buffer: an object that begins in its first MiB is an entry. */
  private stepLongText(from: number): boolean {
    const { window, teller } = this
    if (teller.text === 'no') teller.text = 'untold'
    const at = window.view.indexOf('{"', from)
    return at >= 0 && at - window.start < LONG ? this.beginValue(at) : this.lose(window.line, 'too long a line of text')
  }

  private beginValue(from: number): boolean {
    if (this.window.view[from] === OPEN_ARRAY) {
      this.inArray = true
      this.window.consumeTo(from + 1)
      return this.become('array')
    }
    return this.startValue(from)
  }

  private startValue(from: number): true {
    this.window.consumeTo(from)
    this.walked = 0
    this.walker.reset()
    return this.become('value')
  }

  /** Between the elements of a top-level array. */
  private stepArray(): boolean {
    const { view, start, end } = this.window
    const from = betweenElements(view, start, end)
    this.window.consumeTo(from)
    if (from === end) return false
    if (view[from] === CLOSE_ARRAY) {
      this.inArray = false
      this.window.consumeTo(from + 1)
      return this.become('line')
    }
    return this.startValue(from)
  }

  private stepValue(): boolean {
    const { window } = this
    const { view, start } = window
    const limit = Math.min(window.end, start + LONG)
    const end = this.walker.walk(view, start + this.walked, limit)
    if (end >= 0) {
      this.teller.value(view, start, end, window.offsetOf(start), window.line, this.needles.within(start, end))
      window.consumeTo(end)
      return this.become(this.inArray ? 'array' : 'line')
    }
    if (end < -1) return this.become('broken')
    this.walked = limit - start
    if (limit === start + LONG) {
      this.large = new LargeEntry(window, limit, this.needles)
      return this.become('large')
    }
    return this.atEnd && this.truncated()
  }

  /** What begins at `start` is broken. In an array its brackets may tell where the next element is. */
  private stepBroken(): boolean {
    const { window } = this
    const { view, start } = window
    if (!this.inArray) return this.lose(window.line, 'not valid JSON')
    const limit = Math.min(window.end, start + LONG)
    const end = endByBrackets(view, start, limit)
    if (end === -1 && !this.atEnd && limit < start + LONG) return false
    if (end < 0) return this.lose(window.line, 'not valid JSON')
    this.teller.broken(window.line, this.needles.within(start, end), 'not valid JSON')
    window.consumeTo(end)
    return this.become('array')
  }

  private lose(line: number, reason: BrokenReason, marked = false): boolean {
    const { teller, window } = this
    this.lost = new LostEntry({ line, reason, text: teller.text, marked }, window.column)
    this.large = null
    this.inArray = false
    teller.text = 'no'
    return this.become('lost')
  }

  private stepLost(): boolean {
    const passed = this.lost!.pass(this.window, this.needles, this.atEnd, LONG)
    if (passed !== 'over') return passed === 'on'
    this.lost = this.lost!.told(this.teller)
    return this.become('line')
  }

  /** The file ends inside a value. Where the next line begins an object, only the first line was cut. */
  private truncated(): boolean {
    const { window } = this
    const newline = window.newlineFrom(window.start)
    if (newline >= 0 && window.view[newline + 1] === OPEN_OBJECT) return this.become('broken')
    this.lose(window.line, CUT_OFF, this.needles.within(window.start, window.end))
    window.consumeTo(window.end)
    return false
  }

  private stepLarge(): boolean {
    const large = this.large!
    const passed = large.pass(this.window, this.walker)
    if (passed === 'broken') return this.lose(large.line, 'not valid JSON', large.carriesUsage)
    if (passed === 'more') {
      if (this.atEnd) this.lose(large.line, CUT_OFF, large.carriesUsage)
      return false
    }
    const { bytes, offset, line, carriesUsage, lostUsage } = large
    if (lostUsage) this.teller.broken(line, true, 'too large')
    else this.teller.value(bytes, 0, bytes.length, offset, line, carriesUsage)
    this.large = null
    return this.become(this.inArray ? 'array' : 'line')
  }
}

const CUT_OFF = 'truncated: the file ends inside it'
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [123, 125, 91, 93]
