import type { Decimal } from '../pricing/decimal.ts'
import type { Descriptor } from '../usage/descriptor.ts'
import type { KeptTotal } from '../usage/run-total.ts'
import type { LeftOutRow } from './call-rows.ts'
import type { HashedAttributes } from './hashed-attributes.ts'
import type { PricedAs } from './report.ts'
import type { View } from './view.ts'

/**
 * What rows of calls refer to by place: with it reports are added up as if one run had read all of their logs. Copies are
 * folded, totals of runs are settled, and then the calls are filtered, whichever report has which.
 */
export interface CallTables {
  readonly kinds: readonly CallKind[]
  readonly attributes: readonly HashedAttributes[]
  /** Values by their hash: those that calls are grouped and filtered by, no others. */
  readonly names: readonly (readonly [hash: string, value: string])[]
  readonly labels: readonly (readonly [hash: string, labels: Readonly<Record<string, string>>])[]
  readonly views: readonly View[]
  /** Places in `views`: that of the kept copy first, then those of others. */
  readonly view_sets: readonly (readonly number[])[]
  /** What left_out_calls and spent_totals would be priced by. */
  readonly prices: readonly PricedAs[]
  /** Totals of which their calls leave nothing, and streams that ended with nothing but zeros, which sum nothing. */
  readonly spent_totals: readonly LeftOutRow[]
}

/** What many calls share. */
export type CallKind = Omit<Descriptor, 'calls'>

/** What a row states before totals are settled and calls are filtered; numbers are places in CallTables. */
export interface RowSource {
  readonly kind: number
  readonly attributes: number
  readonly views: number
  /** null where all of it is empty. */
  readonly rare: RareFacts | null
}

export interface RareFacts {
  /** Tokens by modality; {} = none. */
  readonly modalities: Readonly<Record<string, number>>
  /** Of a total: what it sums. */
  readonly total: TotalRow | null
  /** Of a total of which its calls leave a part: the whole. */
  readonly stated: StatedRow | null
  /** Places in `attributes` of all copies, where they differ, each with the earliest time; null = none is known. */
  readonly donors: readonly (readonly [attributes: number, time: number | null])[]
}

export interface TotalRow {
  readonly of: 'call' | 'run'
  readonly others: Exclude<KeptTotal['others'], undefined>
  /** Hashed identities of calls and totals, as in a row. */
  readonly parts: readonly string[]
}

export interface StatedRow {
  readonly calls: number | null
  readonly counts: readonly (number | null)[]
  readonly modalities: Readonly<Record<string, number>>
  readonly fees: Readonly<Record<string, Decimal>>
  readonly logged_cost_usd: Decimal | null
}
