import { countsIn } from '../usage/count-cells.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { AlikeSums, NEVER, type PriceSpans } from './alike-sums.ts'
import type { Call } from './call.ts'
import { KernelSums } from './kernel-sums.ts'
import { PlainSums } from './plain-sums.ts'

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

/** The calls of rows, added up where they are alike; those that cannot be come first, alone. `callAt`: the call of a row. */
export function* alikeCalls(rows: RecordRows, callAt: (row: number) => Call, spans: PriceSpans): Generator<AlikeCalls> {
  const sums = new AlikeSums(rows, spans)
  const adder = KernelSums.of(rows, sums) ?? new PlainSums(rows, sums)
  try {
    for (let row = adder.addFrom(0); row < rows.length; row = adder.addFrom(row + 1)) yield alone(callAt(row))
  } finally {
    adder.end()
  }
  for (const { row, stated, counts, records, start, end } of sums) {
    const call = callAt(row)
    const calls = call.calls === null ? null : call.calls * records
    yield { call, counts: countsIn(counts, stated), calls, records, start, end }
  }
}

function alone(call: Call): AlikeCalls {
  const [start, end] = call.time === null ? NEVER : [call.time, call.time]
  return { call, counts: call.counts, calls: call.calls, records: 1, start, end }
}
