import { isPiece } from './broken-value.ts'
import type { BrokenReason } from './entry-listener.ts'
import type { EntryTeller } from './entry-teller.ts'
import type { NeedleFinder } from './needles.ts'
import type { ReadWindow } from './read-window.ts'

export interface Loss {
  readonly line: number
  readonly reason: BrokenReason
  /** A line of text: nothing is lost with it when it has no needle. */
  readonly text: EntryTeller['text']
  /** True when a needle went by already. */
  readonly marked?: boolean
}

/**
 * An entry that cannot be read, while its rest goes by and may still be seen to carry usage: to the end of its line, and over
 * the lines behind it that are pieces of a document over many lines.
 */
export class LostEntry {
  private readonly loss: Loss
  private marked: boolean
  /** How many bytes of its line lie before it. */
  private readonly column: number
  private onFirstLine = true

  constructor(loss: Loss, column: number) {
    this.loss = loss
    this.marked = loss.marked ?? false
    this.column = column
  }

  /** Consumes a stretch of it. 'more': further bytes are needed, or none are left. */
  pass(window: ReadWindow, needles: NeedleFinder, atEnd: boolean, longest: number): 'more' | 'on' | 'over' {
    const { view, start, end } = window
    const newline = window.newlineFrom(start)
    const isWhole = newline >= 0 || atEnd
    const lineEnd = newline < 0 ? end : newline
    if (!this.onFirstLine) {
      if (!isWhole && end - start <= longest) return 'more'
      if (lineEnd - start > longest || !isPiece(view, start, lineEnd, this.column)) return 'over'
    }
    this.marked ||= needles.within(start, lineEnd)
    if (!isWhole) {
      // A needle that is cut in two by the end of the buffer will be whole the next time.
      window.consumeTo(Math.max(start, end - LONGEST_NEEDLE))
      return 'more'
    }
    window.consumeLine(newline)
    this.onFirstLine = false
    return this.loss.text === 'no' ? 'on' : 'over'
  }

  told(teller: EntryTeller): null {
    const { line, reason, text } = this.loss
    if (text === 'no' || this.marked) teller.broken(line, this.marked, reason)
    else if (text === 'untold') teller.others(1)
    return null
  }
}

/** Bytes. */
const LONGEST_NEEDLE = 64
