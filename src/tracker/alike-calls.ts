import type { Moment, Span } from '../pricing/priced.ts'
import { countsIn } from '../usage/count-cells.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { Call } from './call.ts'

/** Calls that share all that their price depends on, added up. */
export interface AlikeCalls {
  /** One of them. */
  readonly call: Call
  readonly counts: TokenCounts
  /** null = a total of an unknown number. */
  readonly calls: number | null
  /** How many records of the tracker they are. */
  readonly records: number
  /** Of their times, ms since 1970 UTC; Infinity and −Infinity = none has one. */
  readonly start: number
  readonly end: number
}

/** The moments at which calls of a model and provider are priced as at this one, as far as moments decide. */
export type PriceSpans = (model: string | null, provider: string | null, moment: Moment) => Span

/** So many kinds of tokens may a call have or not. */
const KINDS = 1 << COUNTS.length

/**
 * Adds up the calls in rows that have the same model, mode and so on, kinds of tokens, and price state. Rows with anything
 * unusual stay alone: what few calls have, parts above their whole, a cost of their own.
 */
export class AlikeRows {
  private readonly rows: RecordRows
  private readonly callAt: (row: number) => Call
  private readonly spans: PriceSpans
  /** By number of a descriptor, then by what else tells calls apart. */
  private readonly sums: Map<number, Sum>[] = []
  /** By number of a descriptor and kinds, the one that a call was added to last: the next one mostly has the same. None is missing. */
  private readonly latest: Sum[]

  constructor(rows: RecordRows, callAt: (row: number) => Call, spans: PriceSpans) {
    this.rows = rows
    this.callAt = callAt
    this.spans = spans
    this.latest = new Array(rows.descriptors.values.length * KINDS).fill(sumOfNone(0, 0))
  }

  *calls(): Generator<AlikeCalls> {
    const { rows } = this
    for (let row = this.addFrom(0); row < rows.length; row = this.addFrom(row + 1)) yield alone(this.callAt(row))
    for (const sums of this.sums) {
      for (const { row, stated, counts, records, start, end } of sums?.values() ?? []) {
        const call = this.callAt(row)
        const calls = call.calls === null ? null : call.calls * records
        yield { call, counts: countsIn(counts, stated), calls, records, start, end }
      }
    }
  }

  /**
   * Adds rows from this one on, up to the next unusual one, which is the result. All in one loop that calls nothing for most
   * rows: then V8 makes it fast before most of them have come.
   */
  private addFrom(from: number): number {
    const { rows, latest } = this
    const { words, floats, length } = rows
    const { descriptor, extra, flags, stated, counts } = WORD
    for (let row = from; row < length; row++) {
      const word = row * ROW_WORDS
      const flagged = words[word + flags]!
      if ((flagged & FLAG.spent) !== 0) continue
      const float = row * ROW_FLOATS
      const cost = floats[float + FLOAT.cost]!
      if ((flagged & FLAG.costed) !== 0 || words[word + extra] !== 0 || !Number.isNaN(cost)) return row
      const first = word + counts
      const input = words[first]!
      const read = words[first + 1]!
      const write = words[first + 2]!
      const write1h = words[first + 3]!
      const output = words[first + 4]!
      const reasoning = words[first + 5]!
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

  /** The sum that the call of a row belongs to. */
  private sumOf(row: number, kinds: number): Sum {
    const { rows, latest } = this
    const descriptor = rows.descriptorOf(row)
    const { model, provider, calls } = rows.descriptors.values[descriptor]!
    const time = rows.timeOf(row)
    const moment = { time: Number.isNaN(time) ? null : time, promptTokens: rows.inputOf(row), aggregate: calls !== 1 }
    const { state, from, to, least, most } = this.spans(model, provider, moment)
    const stated = rows.statedMaskOf(row)
    const key = ((state + 2) * KINDS + stated) * KINDS + kinds
    this.sums[descriptor] ??= new Map()
    const sums = this.sums[descriptor]
    const sum = sums.get(key) ?? sumOfNone(row, stated)
    ;[sum.from, sum.to, sum.least, sum.most] = [from, to, least, most]
    sums.set(key, sum)
    latest[descriptor * KINDS + kinds] = sum
    return sum
  }
}

interface Sum {
  readonly stated: number
  /** One of the spans that have its state. */
  from: number
  to: number
  least: number
  most: number
  /** The first of them. */
  readonly row: number
  readonly counts: Float64Array
  records: number
  start: number
  end: number
}

/** Of no calls yet: its span covers nothing. All bounds are floats from the start, so that V8 need not learn it later. */
function sumOfNone(row: number, stated: number): Sum {
  const [start, end] = NEVER
  const counts = new Float64Array(COUNTS.length)
  return { stated, from: end, to: end, least: end, most: end, row, counts, records: 0, start, end }
}

const NEVER = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const

function alone(call: Call): AlikeCalls {
  const [start, end] = call.time === null ? NEVER : [call.time, call.time]
  return { call, counts: call.counts, calls: call.calls, records: 1, start, end }
}
