import type { Descriptor } from '../usage/descriptor.ts'
import type { UsageRecord } from '../usage/record.ts'
import { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { StatedUse } from '../usage/run-total.ts'
import type { CopyTrace } from './call.ts'
import type { CallState, StatedAttributes } from './call-state.ts'
import { Donors } from './donors.ts'

/** A call or total as a report keeps it: what was stated before totals were settled. */
export interface SavedState extends CopyTrace, Pick<CallState, 'total' | 'own' | 'donors'> {
  readonly kind: Omit<Descriptor, 'calls'>
  readonly use: StatedUse
  /** Earliest known time of any copy. */
  readonly time: number | null
  readonly partial: boolean
  /** True for an update sequence that ended with nothing but zeros. */
  readonly emptied: boolean
  /** Its place among the states: what it is known by afterwards, as the offset of a call. */
  readonly place: number
  readonly file: number
}

/** Rows of calls that reports keep. What they stated is known by its hash alone, so that hash is kept, too. */
export class SavedRows extends RecordRows {
  readonly donors = new Donors()
  private readonly ties: number[] = []

  take(state: SavedState): void {
    const { identity, total, own, kind, use } = state
    // Spelled out, not spread: it is made once per call.
    const record: UsageRecord = {
      model: kind.model,
      provider: kind.provider,
      mode: kind.mode,
      region: kind.region,
      keepLoggedCost: kind.keepLoggedCost,
      calls: use.calls,
      counts: use.counts,
      loggedCostUsd: use.loggedCostUsd,
      partial: state.partial,
      identity: null,
      time: state.ownTime,
      attributes: own.attributes,
    }
    const origin = { file: state.file, offset: state.place, format: kind.format }
    const row = this.append(use.fees === null ? record : { ...record, fees: use.fees }, origin)
    this.ties[row] = state.tie
    this.attributes.keepHash(this.attributeOf(row), own.hash)
    if (identity !== null) {
      this.unflag(row, FLAG.anonymous)
      this.setIdentity(row, Number.parseInt(identity.slice(8), 16), Number.parseInt(identity.slice(0, 8), 16))
    }
    if (state.emptied) this.flag(row, FLAG.update)
    if (total !== null) this.flag(row, FLAG.total)
    if (total !== null && total !== 'call') this.setCounts(row, use.counts, { ...this.extraOf(row), total })
    if (state.time !== null) this.seenAt(row, state.time)
    if (state.donors.length === 0) return
    const donors = state.donors.map((donor) => {
      const attribute = this.numberOf(donor)
      return { attribute, time: donor.time ?? Number.POSITIVE_INFINITY, tie: donor.hash }
    })
    this.donors.put(this, row, donors)
  }

  override tieOf(row: number): number {
    return this.ties[row]!
  }

  protected override moved(from: number, to: number, rows: number): void {
    this.ties.copyWithin(to, from, from + rows)
  }

  private numberOf({ attributes, hash }: StatedAttributes): number {
    const number = this.attributes.number(attributes)
    this.attributes.keepHash(number, hash)
    return number
  }
}
