import type { Attributes } from '../usage/record.ts'
import { ROW_WORDS } from '../usage/row-layout.ts'
import type { Stamp, StampedCalls } from '../usage/stamped-calls.ts'

/** Calls that are made here, one row after the other; their stamps and attributes have the numbers of their rows. */
export class CallBatch implements StampedCalls {
  readonly words: Uint32Array
  /** The same bytes. */
  readonly floats: Float64Array
  length = 0
  readonly stamps: Stamp[] = []
  readonly attributes: Attributes[] = []

  constructor(most: number) {
    this.words = new Uint32Array(most * ROW_WORDS)
    this.floats = new Float64Array(this.words.buffer)
  }
}
