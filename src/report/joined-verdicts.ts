import { type Call, type CallTotal, NO_CALLS, named } from '../tracker/call.ts'
import { dimensionsOf } from '../tracker/dimensions.ts'
import { added, type CallFilter } from '../tracker/filter.ts'
import { labelNames, otherLabelWarnings } from '../tracker/labels.ts'
import { Zone } from '../usage/zone.ts'
import { timelessWarning, totalOf } from './filtered.ts'
import { defaultWarning } from './ledger.ts'
import type { AppliedFilter, Warning } from './report.ts'
import { type View, viewing } from './view.ts'

type Verdict = ReturnType<CallFilter['verdictOn']>

/** A view, and what it makes of calls. */
interface Viewing {
  readonly filter: CallFilter | null
  readonly keysOf: (call: Call) => readonly string[]
  /** Calls that count, and are grouped by this view, where it gives labels. */
  readonly calls: Call[]
  defaulted: number
}

/** Whether calls of several reports count: each does that the filter of a report with a copy of it admits. */
export class JoinedVerdicts {
  private readonly files: readonly string[]
  private readonly viewings: ReadonlyMap<View, Viewing>
  private leftOut: CallTotal = NO_CALLS
  private readonly withoutTime = new Map<string, CallTotal>()

  constructor(views: readonly View[], groupBy: readonly string[], files: readonly string[], timezone: string) {
    this.files = files
    const zone = new Zone(timezone)
    this.viewings = new Map(
      views.map((view) => {
        const { circumstances, filter } = viewing(view, files)
        const keysOf = dimensionsOf(groupBy, { ...circumstances, zone })
        return [view, { filter, keysOf, calls: [], defaulted: 0 }]
      }),
    )
  }

  /** `views` are those of a call's copies, the kept one's first. */
  on(call: Call, views: readonly View[]): Verdict {
    let best: Verdict = 'left out'
    for (const [view, { filter }] of this.viewings) {
      // Every filter looks at every call, so that a pattern that matches nothing is known.
      const verdict = filter === null ? 'admitted' : filter.verdictOn(named(call, view.default_model))
      if (views.includes(view) && verdict !== 'left out' && best !== 'admitted') best = verdict
    }
    const file = this.files[call.file]!
    if (best === 'admitted') this.count(call, views[0]!)
    else if (best === 'left out') this.leftOut = added(this.leftOut, call)
    else this.withoutTime.set(file, added(this.withoutTime.get(file) ?? NO_CALLS, call))
    return best
  }

  keysOf(call: Call, view: View): readonly string[] {
    return this.viewings.get(view)!.keysOf(call)
  }

  /** What was left out so far. */
  totals(): Pick<AppliedFilter, 'left_out' | 'without_time'> {
    return { left_out: this.leftOut, without_time: totalOf([...this.withoutTime.values()]) }
  }

  warnings(): readonly Warning[] {
    const timeless = [...this.withoutTime].map(([name, total]) => timelessWarning(name, total))
    const seen = [...this.viewings].flatMap(([{ default_model, labels }, { filter, calls, defaulted }]) => [
      ...(filter?.misses() ?? []).map((message) => ({ code: 'filter_matched_nothing', message })),
      ...(defaulted > 0 ? [defaultWarning(default_model!, defaulted)] : []),
      ...otherLabelWarnings(labels, this.files, () => calls),
    ])
    return [...timeless, ...seen]
  }

  private count(call: Call, view: View): void {
    const viewing = this.viewings.get(view)!
    if (call.model === null && view.default_model !== null) viewing.defaulted++
    if (labelNames(view.labels).length > 0) viewing.calls.push(named(call, view.default_model))
  }
}
