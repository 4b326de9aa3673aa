import { RecordCounts } from './record-counts.ts'
import { FLAG, FLOAT, NO_TIME, WORD } from './row-layout.ts'

/** That of a row whose own time does not fit, or is no whole number of ms behind: it stands in `extra`. */
const LONG_DELAY = NO_TIME - 1

/** Rows of which some are copies of others: which of two is kept, and what it takes from the other (Invariants of ARCHITECTURE.md). */
export abstract class RecordCopies extends RecordCounts {
  /** A hash of everything in a row that is no identity and no time: the last resort between copies. */
  abstract tieOf(row: number): number

  /** The row's own time, which `timeOf` may precede when a copy was earlier; NaN = none. */
  ownTimeOf(row: number): number {
    const delay = this.word(row, WORD.ownDelay)
    if (delay === NO_TIME) return Number.NaN
    return delay === LONG_DELAY ? this.extraOf(row)!.ownTime! : this.timeOf(row) + delay
  }

  /** Lowers the earliest known time of a row. */
  seenAt(row: number, time: number): void {
    const known = this.timeOf(row)
    if (!(time < known) && !(Number.isNaN(known) && !Number.isNaN(time))) return
    const ownTime = this.ownTimeOf(row)
    this.setFloat(row, FLOAT.time, time)
    this.keepOwnTime(row, ownTime)
  }

  /** Sets the time of a row, NaN = none; it is its own. */
  protected setTime(row: number, time: number): void {
    this.setFloat(row, FLOAT.time, time)
    this.setWord(row, WORD.ownDelay, Number.isNaN(time) ? NO_TIME : 0)
  }

  /** Notes the own time of a row, NaN = none, beside the earliest one. */
  protected keepOwnTime(row: number, ownTime: number): void {
    if (Number.isNaN(ownTime)) return
    const delay = ownTime - this.timeOf(row)
    const kept = Number.isInteger(delay) ? Math.min(LONG_DELAY, delay) : LONG_DELAY
    this.setWord(row, WORD.ownDelay, kept)
    if (kept === LONG_DELAY) this.setExtra(row, { ...this.extraOf(row), ownTime })
  }

  /** Counts a row, and all that was folded into it, as folded into `row`. A call that one log knows by its id is no total. */
  fold(row: number, folded: number): void {
    this.setWord(row, WORD.folded, this.word(row, WORD.folded) + this.foldedOf(folded) + 1)
    if (!this.has(folded, FLAG.total)) this.unflag(row, FLAG.total)
    this.flag(folded, FLAG.dead)
  }

  /** True when row `a` is the copy to keep rather than `b`. Equal copies: the one of the first file, at the first place. */
  beats(a: number, b: number): boolean {
    const output = this.outputOf(a) - this.outputOf(b)
    if (output !== 0) return output > 0
    const input = this.inputOf(a) - this.inputOf(b)
    if (input !== 0) return input > 0
    const stated = this.statedOf(a) - this.statedOf(b)
    if (stated !== 0) return stated > 0
    if (this.has(a, FLAG.partial) !== this.has(b, FLAG.partial)) return this.has(b, FLAG.partial)
    const [timeA, timeB] = [this.ownTimeOf(a), this.ownTimeOf(b)]
    if (timeA !== timeB && !(Number.isNaN(timeA) && Number.isNaN(timeB))) return timeA < timeB || Number.isNaN(timeB)
    const order =
      this.tieOf(a) - this.tieOf(b) || this.fileOf(a) - this.fileOf(b) || this.offsetOf(a) - this.offsetOf(b)
    return order < 0
  }

  /** Folds the last row into the one before, or that one into it, when they are copies that differ in counts and time alone. */
  foldLast(): void {
    const row = this.length - 1
    const before = row - 1
    if (row === 0 || this.idLowOf(row) !== this.idLowOf(before) || this.idHighOf(row) !== this.idHighOf(before)) return
    if (this.fileOf(row) !== this.fileOf(before) || this.has(row, ~FLAG.partial) || this.has(before, ~FLAG.partial))
      return
    if (this.descriptorOf(row) !== this.descriptorOf(before) || this.attributeOf(row) !== this.attributeOf(before))
      return
    if (this.hasExtra(row) || this.hasExtra(before)) return
    const [winner, loser] = this.beats(row, before) ? [row, before] : [before, row]
    this.seenAt(winner, this.timeOf(loser))
    this.setWord(winner, WORD.folded, this.word(winner, WORD.folded) + this.foldedOf(loser) + 1)
    if (winner === row) this.move(row, before)
    this.length = row
  }
}
