import type { Moment } from '../pricing/priced.ts'
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

/** Equal numbers for calls of a model and provider that are priced by the same rates, as far as their moments decide. */
export type PriceStates = (model: string | null, provider: string | null) => (moment: Moment) => number

const [INPUT, READ, WRITE, WRITE_1H, OUTPUT, REASONING] = [0, 1, 2, 3, 4, 5]
/** So many kinds of tokens may a call have or not. */
const KINDS = 1 << COUNTS.length

/**
 * Adds up the calls in rows that have the same model, mode and so on, kinds of tokens, and price state. Rows with anything
 * unusual stay alone: what few calls have, parts above their whole, a cost of their own.
 */
export class AlikeRows {
  private readonly rows: RecordRows
  private readonly callAt: (row: number) => Call
  private readonly states: PriceStates
  /** By number of a descriptor, then by what else tells calls apart. */
  private readonly sums: Map<number, Sum>[] = []
  /** The one that a call was added to last: the next one often has the same. */
  private last: Sum | null = null
  /** By number of a descriptor. */
  private readonly stateOf: ReturnType<PriceStates>[] = []
  private readonly moment: { -readonly [name in keyof Moment]: Moment[name] } = {
    time: null,
    promptTokens: 0,
    aggregate: false,
  }

  constructor(rows: RecordRows, callAt: (row: number) => Call, states: PriceStates) {
    this.rows = rows
    this.callAt = callAt
    this.states = states
  }

  *calls(): Generator<AlikeCalls> {
    const { rows } = this
    for (let row = 0; row < rows.length; row++) if (!rows.isSpent(row) && !this.add(row)) yield alone(this.callAt(row))
    for (const sums of this.sums) {
      for (const { row, counts, calls, records, start, end } of sums?.values() ?? []) {
        const call = this.callAt(row)
        const stated = COUNTS.map((name, i) => [name, call.counts[name] === null ? null : counts[i]!])
        yield { call, counts: Object.fromEntries(stated) as unknown as TokenCounts, calls, records, start, end }
      }
    }
  }

  /** False for an unusual row. Reads words, and takes nothing apart: most rows come before V8 has made this fast. */
  private add(row: number): boolean {
    const { rows, moment } = this
    const { words, floats } = rows
    const word = row * ROW_WORDS
    const cost = floats[row * ROW_FLOATS + FLOAT.cost]!
    if ((words[word + WORD.flags]! & FLAG.costed) !== 0 || words[word + WORD.extra] !== 0 || !Number.isNaN(cost))
      return false
    const first = word + WORD.counts
    const input = words[first + INPUT]!
    const read = words[first + READ]!
    const write = words[first + WRITE]!
    const write1h = words[first + WRITE_1H]!
    const reasoning = words[first + REASONING]!
    const visible = words[first + OUTPUT]! - reasoning
    if (input < read + write || visible < 0 || write1h > write) return false
    const kinds =
      (input > read + write ? 1 : 0) |
      (read > 0 ? 2 : 0) |
      (write > write1h ? 4 : 0) |
      (write1h > 0 ? 8 : 0) |
      (visible > 0 ? 16 : 0) |
      (reasoning > 0 ? 32 : 0)
    const descriptor = words[word + WORD.descriptor]!
    const { calls } = rows.descriptors.values[descriptor]!
    const time = floats[row * ROW_FLOATS + FLOAT.time]!
    moment.time = Number.isNaN(time) ? null : time
    moment.promptTokens = input
    moment.aggregate = calls !== 1
    const state = this.statesOf(descriptor)(moment)
    const sum = this.sumOf(descriptor, ((state + 2) * KINDS + words[word + WORD.stated]!) * KINDS + kinds, row)
    for (let i = 0; i < COUNTS.length; i++) sum.counts[i]! += words[first + i]!
    if (calls !== null) sum.calls = (sum.calls ?? 0) + calls
    sum.records++
    if (time < sum.start) sum.start = time
    if (time > sum.end) sum.end = time
    return true
  }

  private sumOf(descriptor: number, key: number, row: number): Sum {
    if (descriptor === this.last?.descriptor && key === this.last.key) return this.last
    this.sums[descriptor] ??= new Map()
    const sums = this.sums[descriptor]
    this.last = sums.get(key) ?? null
    if (this.last !== null) return this.last
    const [start, end] = NEVER
    this.last = { descriptor, key, row, counts: new Float64Array(COUNTS.length), calls: null, records: 0, start, end }
    sums.set(key, this.last)
    return this.last
  }

  private statesOf(descriptor: number): ReturnType<PriceStates> {
    const known = this.stateOf[descriptor]
    if (known !== undefined) return known
    const { model, provider } = this.rows.descriptors.values[descriptor]!
    const made = this.states(model, provider)
    this.stateOf[descriptor] = made
    return made
  }
}

interface Sum {
  readonly descriptor: number
  readonly key: number
  /** The first of them. */
  readonly row: number
  readonly counts: Float64Array
  calls: number | null
  records: number
  start: number
  end: number
}

const NEVER = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const

function alone(call: Call): AlikeCalls {
  const [start, end] = call.time === null ? NEVER : [call.time, call.time]
  return { call, counts: call.counts, calls: call.calls, records: 1, start, end }
}
