import type { JsonWalker } from './json-walker.ts'
import type { NeedleFinder } from './needles.ts'
import type { ReadWindow } from './read-window.ts'

const GROWTH = 1 << 20
const LONG_STRING = 1 << 16
const LONG_JSON_STRING = 1 << 24

/** Largest entry that is parsed, after its long strings were taken out. Bytes. */
const LARGEST_ENTRY = 64 << 20

/**
 * Collects an entry that is too long to stand in the read buffer, without its long strings: of a string beyond 64 KiB
 * (16 MiB where it looks like JSON written as text) only the quotes are kept. So a line of 600 MB costs as much memory
 * as what it says beside its payloads.
 */
export class LargeEntry {
  private kept: Buffer = Buffer.alloc(GROWTH)
  private length = 0
  private inString = false
  private escaped = false
  private stringStart = 0
  private dropping = false
  private readonly needles: NeedleFinder
  /** The last bytes that went by, so that a needle cut in two is still seen. */
  private tail: Buffer = Buffer.alloc(0)
  private seen = false
  /** True when a string was dropped that looked like JSON written as text, in which usage may stand. */
  private droppedJson = false
  private tooLarge = false
  readonly offset: number
  readonly line: number

  /** It begins in the window, and goes on behind `to`. */
  constructor(window: ReadWindow, to: number, needles: NeedleFinder) {
    this.offset = window.offsetOf(window.start)
    this.line = window.line
    this.needles = needles
    this.push(window.view.subarray(window.start, to))
    window.consumeTo(to)
  }

  /** True when a needle went by, kept or not. */
  get carriesUsage(): boolean {
    return this.seen
  }

  /** True when usage went by that is not in what is kept. */
  get lostUsage(): boolean {
    return this.seen && (this.tooLarge || (this.droppedJson && !this.needles.in(this.bytes)))
  }

  /** What is kept so far. */
  get bytes(): Buffer {
    return this.kept.subarray(0, this.length)
  }

  /** Consumes what stands in the window, up to its end or to where it breaks. */
  pass(window: ReadWindow, walker: JsonWalker): 'more' | 'whole' | 'broken' {
    const { view, start } = window
    if (start >= window.end) return 'more'
    const end = walker.walk(view, start, window.end)
    const to = end >= 0 ? end : end === -1 ? window.end : -2 - end
    this.push(view.subarray(start, to))
    window.consumeTo(to)
    return end >= 0 ? 'whole' : end === -1 ? 'more' : 'broken'
  }

  private push(bytes: Buffer): void {
    this.look(bytes)
    if (this.tooLarge) return
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (!this.inString) {
        this.keep(byte)
        if (byte === QUOTE) {
          this.inString = true
          this.stringStart = this.length
        }
      } else if (this.escaped || byte === BACKSLASH) {
        this.escaped = !this.escaped
        if (!this.dropping) this.keep(byte)
      } else if (byte === QUOTE) {
        this.inString = false
        this.dropping = false
        this.keep(byte)
      } else if (!this.dropping) {
        this.keep(byte)
      }
      if (this.inString && !this.dropping && this.length - this.stringStart > this.longest()) this.dropString()
      if (this.tooLarge) return
    }
  }

  private dropString(): void {
    this.droppedJson ||= this.longest() === LONG_JSON_STRING
    this.dropping = true
    this.length = this.stringStart
  }

  private longest(): number {
    const first = this.kept[this.stringStart]
    return first === OPEN_OBJECT || first === OPEN_ARRAY ? LONG_JSON_STRING : LONG_STRING
  }

  private look(bytes: Buffer): void {
    if (this.seen) return
    const start = bytes.subarray(0, OVERLAP)
    this.seen = this.needles.in(bytes) || this.needles.in(Buffer.concat([this.tail, start]))
    this.tail = Buffer.from(Buffer.concat([this.tail, bytes.subarray(-OVERLAP)]).subarray(-OVERLAP))
  }

  private keep(byte: number): void {
    if (this.length === this.kept.length) {
      if (this.length >= LARGEST_ENTRY) {
        this.tooLarge = true
        this.kept = Buffer.alloc(0)
        this.length = 0
        return
      }
      const larger = Buffer.alloc(this.kept.length * 2)
      this.kept.copy(larger)
      this.kept = larger
    }
    this.kept[this.length++] = byte
  }
}

const OVERLAP = 64
const [QUOTE, BACKSLASH, OPEN_OBJECT, OPEN_ARRAY] = [34, 92, 123, 91]
