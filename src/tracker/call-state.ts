import type { Attributes } from '../usage/record.ts'
import type { KeptTotal, StatedUse } from '../usage/run-total.ts'
import type { Call, CopyTrace } from './call.ts'

/** Attributes as one copy states them, and the hash that decides between copies with others. */
export interface StatedAttributes {
  readonly attributes: Attributes
  readonly hash: number
}

/** The attributes of copies of a call, and the earliest time of these copies; null = none has one. */
export interface Donation extends StatedAttributes {
  readonly time: number | null
}

/** All that a tracker knows of a call, or of the total of a run, so that another tracker can go on from there. */
export interface CallState extends CopyTrace {
  /** As it counts: of a total, what its calls leave. Missing attributes are those of other copies. */
  readonly call: Call
  /** True for a total of which its calls leave nothing, and for an update sequence that ended with nothing but zeros. */
  readonly spent: boolean
  /** What a total states where its calls leave less, but some; null otherwise. */
  readonly stated: StatedUse | null
  /** What a total sums, or that it is a single call of telemetry; null = it is no total. */
  readonly total: KeptTotal | 'call' | null
  /** Of the kept copy itself. */
  readonly own: StatedAttributes
  /** Of all copies, where they differ; [] otherwise. */
  readonly donors: readonly Donation[]
}
