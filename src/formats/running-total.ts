import {
  type CountCells,
  cellsOf,
  copyCells,
  countCells,
  countsIn,
  INPUT,
  OUTPUT,
  statedIn,
} from '../usage/count-cells.ts'
import { isUnstated, type TokenCounts } from '../usage/counts.ts'

/** Nothing; what the log itself says of the last call; all of a value; what a value has more than the one before. */
type Used = 'nothing' | 'last' | 'all' | 'more'

/** Turns the successive values of a cumulative counter into what each call added, as kernel/totals.ts does. */
export class RunningTotal {
  /** The last value, once there was one. */
  readonly known = countCells()
  begun = false
  /** By how much the value that `after` was asked of is greater. */
  private readonly more = countCells()

  /**
   * What was used since the last value; nothing where the value is a re-emit. `last` is what the log itself says of the last
   * call: it decides where the counter begins, or begins again, in the middle of a file.
   */
  private after(total: CountCells, last: CountCells | null): Used {
    const { known, more } = this
    const stated = last === null ? 'all' : 'last'
    if (!this.begun) return stated
    if (areEqual(total, known)) return 'nothing'
    if (last !== null && areEqual(total, last)) return 'last'
    if (total[INPUT]! < known[INPUT]! || total[OUTPUT]! < known[OUTPUT]!) return stated
    for (let count = 0; count < total.length; count++) more[count] = Math.max(0, total[count]! - known[count]!)
    return 'more'
  }

  /** The value is the last one from now on. */
  keep(total: CountCells): void {
    copyCells(total, this.known)
    this.begun = true
  }

  /** What was used since the last value, which this one is from now on; null when nothing was. */
  advance(total: TokenCounts, last: TokenCounts | null): TokenCounts | null {
    const cells = cellsOf(total)
    const stated = last === null || isUnstated(last) ? null : cellsOf(last)
    const used = this.after(cells, stated)
    this.keep(cells)
    if (used === 'more') return countsIn(this.more, statedIn(total))
    return used === 'nothing' ? null : used === 'last' ? last : total
  }
}

function areEqual(a: CountCells, b: CountCells): boolean {
  for (let count = 0; count < a.length; count++) if (a[count] !== b[count]) return false
  return true
}
