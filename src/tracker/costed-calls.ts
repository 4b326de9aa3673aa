import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { Pool, SessionPools } from './run-pools.ts'
import type { Use } from './run-use.ts'

/** Calls that state no cost, where a total states one that includes theirs: see Call.costInTotal. */
export class CostedCalls {
  private readonly rows: RecordRows
  private readonly pools = new Set<Pool>()

  constructor(rows: RecordRows) {
    this.rows = rows
    if (!rows.mayHave(FLAG.costed)) return
    for (let row = 0; row < rows.length; row++) rows.unflag(row, FLAG.costed)
  }

  /** A total sums these calls. */
  note(total: Use, calls: Iterable<number>): void {
    if (total.cost.isZero) return
    for (const row of calls) if (this.rows.loggedCostOf(row) === null) this.rows.flag(row, FLAG.costed)
  }

  /** A total sums all that these calls of a session use. */
  notePool(total: Use, pool: Pool): void {
    if (!total.cost.isZero) this.pools.add(pool)
  }

  /** To be done at the end: marks the calls of pools that were noted. */
  finish(pools: readonly SessionPools[]): void {
    if (this.pools.size === 0) return
    for (let row = 0; row < this.rows.length; row++) {
      const isNoted = pools.some((each) => this.pools.has(each.at(row)!))
      if (isNoted && this.rows.loggedCostOf(row) === null) this.rows.flag(row, FLAG.costed)
    }
  }
}
