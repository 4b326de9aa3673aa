import type { Hash } from '../usage/hash.ts'
import { FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'

/** Calls that are made here, one row after the other. */
export class CallBatch implements StampedCalls {
  readonly words: Uint32Array
  /** The same bytes. */
  readonly floats: Float64Array
  /** The number of the file that they are of. */
  file = 0
  length = 0
  mayRepeat = false

  constructor(most: number) {
    this.words = new Uint32Array(most * ROW_WORDS)
    this.floats = new Float64Array(this.words.buffer)
  }

  /** Begins a call like those of the stamp: where its row is, in words. It is none before `add` is called. */
  begin(stamp: Uint32Array): number {
    const word = this.length * ROW_WORDS
    // A loop, which costs less than a call of `set` for so few.
    for (let at = 0; at < ROW_WORDS; at++) this.words[word + at] = stamp[at]!
    return word
  }

  add(identity: Hash, offset: number, time: number): void {
    const { words, floats, length } = this
    const word = length * ROW_WORDS
    words[word + WORD.idLow] = identity.lo
    words[word + WORD.idHigh] = identity.hi
    words[word + WORD.file] = this.file
    if (length > 0 && words[word - ROW_WORDS + WORD.idLow] === identity.lo) this.mayRepeat = true
    floats[length * ROW_FLOATS + FLOAT.offset] = offset
    floats[length * ROW_FLOATS + FLOAT.time] = time
    // That of the stamp may have had no time.
    words[word + WORD.ownDelay] = 0
    this.length = length + 1
  }

  clear(): void {
    this.length = 0
    this.mayRepeat = false
  }
}
