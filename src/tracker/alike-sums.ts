import type { Moment, Span } from '../pricing/priced.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { RecordRows } from '../usage/record-rows.ts'

/** The moments at which calls of a model and provider are priced as at this one, as far as moments decide. */
export type PriceSpans = (model: string | null, provider: string | null, moment: Moment) => Span

/** So many kinds of tokens may a call have or not. */
export const KINDS: number = 1 << COUNTS.length

/** Of calls that share all that their price depends on. */
export interface AlikeSum {
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

/** All sums of rows that are alike: the same model, mode and so on, kinds of tokens, and price state. */
export class AlikeSums {
  private readonly rows: RecordRows
  private readonly spans: PriceSpans
  /** By number of a descriptor, then by what else tells calls apart. */
  private readonly sums: Map<number, AlikeSum>[] = []

  constructor(rows: RecordRows, spans: PriceSpans) {
    this.rows = rows
    this.spans = spans
  }

  /** The sum that the call of a row belongs to, with the span that it is of. */
  of(row: number, kinds: number): AlikeSum {
    const { rows } = this
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
    return sum
  }

  *[Symbol.iterator](): Generator<AlikeSum> {
    for (const sums of this.sums) yield* sums?.values() ?? []
  }
}

/** Of no calls yet: its span covers nothing. All bounds are floats from the start, so that V8 need not learn it later. */
export function sumOfNone(row: number, stated: number): AlikeSum {
  const [start, end] = NEVER
  const counts = new Float64Array(COUNTS.length)
  return { stated, from: end, to: end, least: end, most: end, row, counts, records: 0, start, end }
}

export const NEVER: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
