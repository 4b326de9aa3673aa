import { COUNTS } from './count-sums.ts'
import { FLAG, RecordColumns } from './record-columns.ts'

const [INPUT, OUTPUT] = [COUNTS.indexOf('inputTokens'), COUNTS.indexOf('outputTokens')]
/** The delay of a row that has no time of its own. */
export const NO_TIME = 0xffffffff
/** That of a row whose own time does not fit, or is no whole number of ms behind: it stands in `extra`. */
const LONG_DELAY = NO_TIME - 1

/** Rows of which some are copies of others: which of two is kept, and what it takes from the other (DESIGN.md section 5). */
export abstract class RecordCopies extends RecordColumns {
  /** A hash of everything in a row that is no identity and no time: the last resort between copies. */
  abstract tieOf(row: number): number

  inputOf(row: number): number {
    return this.countAt(row, INPUT)
  }

  outputOf(row: number): number {
    return this.countAt(row, OUTPUT)
  }

  /** How many classes the log stated. */
  statedOf(row: number): number {
    let bits = 0
    for (let mask = this.statedMask[row]!; mask !== 0; mask &= mask - 1) bits++
    return bits
  }

  /** The row's own time, which `time` may precede when a copy was earlier; NaN = none. */
  ownTimeOf(row: number): number {
    const delay = this.ownDelay[row]!
    if (delay === NO_TIME) return Number.NaN
    return delay === LONG_DELAY ? this.extraOf(row)!.ownTime! : this.time[row]! + delay
  }

  /** Lowers the earliest known time of a row. */
  seenAt(row: number, time: number): void {
    const known = this.time[row]!
    if (!(time < known) && !(Number.isNaN(known) && !Number.isNaN(time))) return
    const ownTime = this.ownTimeOf(row)
    this.time[row] = time
    this.keepOwnTime(row, ownTime)
  }

  /** Notes the own time of a row, NaN = none, beside the earliest one. */
  protected keepOwnTime(row: number, ownTime: number): void {
    if (Number.isNaN(ownTime)) return
    const delay = ownTime - this.time[row]!
    this.ownDelay[row] = Number.isInteger(delay) ? Math.min(LONG_DELAY, delay) : LONG_DELAY
    if (this.ownDelay[row] === LONG_DELAY) this.extra[row] = this.extras.push({ ...this.extraOf(row), ownTime }) - 1
  }

  /** Counts a row, and all that was folded into it, as folded into `row`. A call that one log knows by its id is no total. */
  fold(row: number, folded: number): void {
    this.folded[row]! += this.folded[folded]! + 1
    if (!(this.flags[folded]! & FLAG.total)) this.flags[row]! &= ~FLAG.total
    this.flags[folded]! |= FLAG.dead
  }

  /** True when row `a` is the copy to keep rather than `b`. Equal copies: the one of the first file, at the first place. */
  beats(a: number, b: number): boolean {
    const output = this.outputOf(a) - this.outputOf(b)
    if (output !== 0) return output > 0
    const input = this.inputOf(a) - this.inputOf(b)
    if (input !== 0) return input > 0
    const stated = this.statedOf(a) - this.statedOf(b)
    if (stated !== 0) return stated > 0
    const final = (this.flags[b]! & FLAG.partial) - (this.flags[a]! & FLAG.partial)
    if (final !== 0) return final > 0
    const [timeA, timeB] = [this.ownTimeOf(a), this.ownTimeOf(b)]
    if (timeA !== timeB && !(Number.isNaN(timeA) && Number.isNaN(timeB))) return timeA < timeB || Number.isNaN(timeB)
    const order = this.tieOf(a) - this.tieOf(b) || this.file[a]! - this.file[b]! || this.offset[a]! - this.offset[b]!
    return order < 0
  }

  /** Folds the last row into the one before, or that one into it, when they are copies that differ in counts and time alone. */
  foldLast(): void {
    const row = this.length - 1
    const before = row - 1
    if (row === 0 || this.idLow[row] !== this.idLow[before] || this.idHigh[row] !== this.idHigh[before]) return
    if (this.file[row] !== this.file[before] || (this.flags[row]! | this.flags[before]!) & ~FLAG.partial) return
    if (this.descriptor[row] !== this.descriptor[before] || this.attribute[row] !== this.attribute[before]) return
    if (this.extra[row] !== 0 || this.extra[before] !== 0) return
    const [winner, loser] = this.beats(row, before) ? [row, before] : [before, row]
    this.seenAt(winner, this.time[loser]!)
    this.folded[winner]! += this.folded[loser]! + 1
    if (winner === row) this.move(row, before)
    this.length = row
  }
}
