import type { CallState, StatedAttributes } from '../tracker/call-state.ts'
import type { CallKind } from './call-tables.ts'
import type { HashedAttributes } from './hashed-attributes.ts'
import type { View } from './view.ts'

/** What a ledger keeps of a call beside what it counts, so that another report can count it anew. */
export interface CallSource extends Pick<CallState, 'total' | 'stated'> {
  readonly kind: CallKind
  readonly own: HashedAttributes
  readonly donors: readonly { readonly own: HashedAttributes; readonly time: number | null }[]
  /** The report's own, or those of all reports that have a copy, the kept one's first. */
  readonly views: readonly View[]
}

export function sourceOf(
  { call, total, stated, own, donors }: CallState,
  views: readonly View[],
  hashed: (attributes: StatedAttributes) => HashedAttributes,
): CallSource {
  const { model, provider, mode, region, format, keepLoggedCost } = call
  return {
    ...{ total, stated, views, own: hashed(own) },
    kind: { model, provider, mode, region, format, keepLoggedCost },
    donors: donors.map((donor) => ({ own: hashed(donor), time: donor.time })),
  }
}
