import { ROW_WORDS } from '../usage/row-layout.ts'
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
}
