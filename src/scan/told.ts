import type { UsageRecord } from '../usage/record.ts'
import type { Outcome } from './observer.ts'

/** What a reader has told of the entry at hand. */
export class Told {
  recorded = false
  rejected: string | null = null
  folded = false
  private times = 0
  private last: UsageRecord | null = null

  begin(): void {
    this.recorded = this.folded = false
    this.rejected = this.last = null
    this.times = 0
  }

  /** `ofEarlier`: not of this entry. */
  record(record: UsageRecord, ofEarlier: boolean): void {
    this.times += ofEarlier ? 2 : 1
    this.last = record
  }

  something(): void {
    this.times++
  }

  /** null: it is nothing to anyone. */
  get outcome(): Outcome | null {
    return this.rejected !== null ? 'malformed' : this.recorded ? 'calls' : this.folded ? 'folded' : null
  }

  get isNothing(): boolean {
    return this.times === 0 && this.rejected === null
  }

  /** The record, where it is all that was told. */
  get onlyRecord(): UsageRecord | null {
    return this.times === 1 && this.rejected === null ? this.last : null
  }
}
