import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import { type AlikeSum, type AlikeSums, KINDS, sumOfNone } from './alike-sums.ts'
import type { RowAdder } from './row-loops.ts'

/** Rows with anything unusual stay alone: what few calls have, parts above their whole, a cost of their own. */
export class PlainSums implements RowAdder {
  private readonly rows: RecordRows
  private readonly sums: AlikeSums
  /** By number of a descriptor and kinds, the one that a call was added to last: the next one mostly has the same. None is missing. */
  private readonly latest: AlikeSum[]

  constructor(rows: RecordRows, sums: AlikeSums) {
    this.rows = rows
    this.sums = sums
    this.latest = new Array(rows.descriptors.values.length * KINDS).fill(sumOfNone(0, 0))
    rows.join()
  }

  /** All in one loop that calls nothing for most rows: then V8 makes it fast before most of them have come. */
  addFrom(first: number): number {
    const { rows, latest } = this
    const { words, floats, length } = rows
    const { descriptor, extra, flags, stated, counts } = WORD
    for (let row = first; row < length; row++) {
      const word = row * ROW_WORDS
      const flagged = words[word + flags]!
      if ((flagged & FLAG.spent) !== 0) continue
      const float = row * ROW_FLOATS
      const cost = floats[float + FLOAT.cost]!
      if ((flagged & FLAG.costed) !== 0 || words[word + extra] !== 0 || !Number.isNaN(cost)) return row
      const cells = word + counts
      const input = words[cells]!
      const read = words[cells + 1]!
      const write = words[cells + 2]!
      const write1h = words[cells + 3]!
      const output = words[cells + 4]!
      const reasoning = words[cells + 5]!
      if (input < read + write || output < reasoning || write1h > write) return row
      const kinds =
        (input > read + write ? 1 : 0) |
        (read > 0 ? 2 : 0) |
        (write > write1h ? 4 : 0) |
        (write1h > 0 ? 8 : 0) |
        (output > reasoning ? 16 : 0) |
        (reasoning > 0 ? 32 : 0)
      const time = floats[float + FLOAT.time]!
      let sum = latest[words[word + descriptor]! * KINDS + kinds]!
      if (
        sum.stated !== words[word + stated] ||
        !(time >= sum.from && time < sum.to && input >= sum.least && input < sum.most)
      )
        sum = this.sumOf(row, kinds)
      const sums = sum.counts
      sums[0]! += input
      sums[1]! += read
      sums[2]! += write
      sums[3]! += write1h
      sums[4]! += output
      sums[5]! += reasoning
      sum.records++
      if (time < sum.start) sum.start = time
      if (time > sum.end) sum.end = time
    }
    return length
  }

  end(): void {}

  private sumOf(row: number, kinds: number): AlikeSum {
    const sum = this.sums.of(row, kinds)
    this.latest[this.rows.descriptorOf(row) * KINDS + kinds] = sum
    return sum
  }
}
