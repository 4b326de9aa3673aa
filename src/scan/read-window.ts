const NEWLINE = 10

/** Where a line begins. Lines count from 1. */
export interface LineBegin {
  readonly offset: number
  readonly line: number
}

export const START: LineBegin = { offset: 0, line: 1 }

/** The bytes of a file that are not consumed yet, in a buffer of fixed size, and where in the file they stand. */
export class ReadWindow {
  private readonly buffer: Buffer
  /** See `view`; null = nobody asked since it was filled. */
  private viewed: Buffer | null = null
  start = 0
  end = 0
  /** Number of the line that `start` stands on. */
  line = 1
  /** Offset in the file of buffer[0]. */
  private base = 0
  /** Offset in the file of the first byte of line `line`. */
  private lineOffset = 0
  private readonly makeRoomAbove: number

  /** Moves what is unconsumed to the front when more than `makeRoomAbove` bytes stand in the buffer. */
  constructor(buffer: Buffer, makeRoomAbove: number) {
    this.buffer = buffer
    this.makeRoomAbove = makeRoomAbove
  }

  /** At the start of a file, or of a line in it. */
  begin({ offset, line }: LineBegin): void {
    this.start = this.end = 0
    this.base = this.lineOffset = offset
    this.line = line
    this.viewed = null
  }

  /** Space to read the next bytes into; never empty as long as they are consumed. */
  room(): Buffer {
    if (this.end > this.makeRoomAbove && this.start > 0) {
      this.buffer.copyWithin(0, this.start, this.end)
      this.base += this.start
      this.end -= this.start
      this.start = 0
      this.viewed = null
    }
    return this.end === 0 ? this.buffer : this.buffer.subarray(this.end)
  }

  filled(length: number): void {
    this.end += length
    this.viewed = null
  }

  /** buffer[0, end), so that no search runs into bytes of the past. Unconsumed is [start, end). */
  get view(): Buffer {
    this.viewed ??= this.buffer.subarray(0, this.end)
    return this.viewed
  }

  /** The offset in the file of a position in `view`. */
  offsetOf(position: number): number {
    return this.base + position
  }

  /** How many bytes of its line lie before `start`. */
  get column(): number {
    return this.base + this.start - this.lineOffset
  }

  /** Where the line that `start` stands on begins, when everything before it is consumed and nothing of it is there. */
  lineBegin(): LineBegin | null {
    return this.start === this.end && this.column === 0 ? { offset: this.lineOffset, line: this.line } : null
  }

  /** The next newline at `from` or behind it; −1 = none. */
  newlineFrom(from: number): number {
    return this.view.indexOf(NEWLINE, from)
  }

  /** Moves on over bytes, counting the lines in them. */
  consumeTo(position: number): void {
    const passed = this.view.subarray(this.start, position)
    for (let at = passed.indexOf(NEWLINE); at >= 0; at = passed.indexOf(NEWLINE, at + 1)) {
      this.line++
      this.lineOffset = this.base + this.start + at + 1
    }
    this.start = position
  }

  /** Moves on behind the newline of the line at hand; to the end where that is −1. */
  consumeLine(newline: number): void {
    this.start = newline < 0 ? this.end : newline + 1
    if (newline < 0) return
    this.line++
    this.lineOffset = this.base + this.start
  }

  /** Moves on over whole lines whose number is known. */
  consumeLines(position: number, lines: number): void {
    this.line += lines
    this.start = position
    this.lineOffset = this.base + position
  }
}
