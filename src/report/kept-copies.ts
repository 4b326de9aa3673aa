import { ownTimeOf } from './call-rows.ts'
import type { CopyOfCall } from './merge-calls.ts'

const NEVER = Number.POSITIVE_INFINITY

/** A copy that is kept, and what it takes from the others. */
export interface KeptCopy {
  readonly copy: CopyOfCall
  /** The same entry as the report has it that knows the earliest time: by that it is priced, grouped and filtered. */
  readonly known: CopyOfCall
  /** The earliest that is known. */
  readonly time: number | null
  /** All copies of the call, the earliest first. */
  readonly copies: readonly CopyOfCall[]
}

/** One of the copies of each call, chosen as between logs (RecordCopies.beats); of the same entry the first that is given. */
export function keptCopies(copies: readonly CopyOfCall[]): ReadonlyMap<CopyOfCall, KeptCopy> {
  const kept = new Map<CopyOfCall, KeptCopy>()
  const byId = new Map<string, CopyOfCall[]>()
  for (const copy of copies) {
    const { id, time } = copy.row
    if (id === null) kept.set(copy, { copy, known: copy, time, copies: [copy] })
    else if (byId.has(id)) byId.get(id)!.push(copy)
    else byId.set(id, [copy])
  }
  for (const same of byId.values()) {
    const copy = same.reduce((best, each) => (byRank(each, best) < 0 ? each : best))
    const inTime = [...same].sort((a, b) => orderOf(a.row.time ?? NEVER, b.row.time ?? NEVER) || a.row.tie - b.row.tie)
    const known = inTime.find((each) => byRank(each, copy) === 0)!
    kept.set(copy, { copy, known, time: inTime[0]!.row.time, copies: inTime })
  }
  return kept
}

/** Greatest output, greatest input, most classes stated, final, earliest, smallest hash of the rest, first place. */
function byRank(a: CopyOfCall, b: CopyOfCall): number {
  const count = ({ row }: CopyOfCall, place: number) => row.counts[place] ?? 0
  const stated = ({ row }: CopyOfCall) => row.counts.filter((each) => each !== null).length
  return (
    count(b, 1) - count(a, 1) ||
    count(b, 0) - count(a, 0) ||
    stated(b) - stated(a) ||
    Number(a.row.partial) - Number(b.row.partial) ||
    orderOf(ownTimeOf(a.row) ?? NEVER, ownTimeOf(b.row) ?? NEVER) ||
    a.row.tie - b.row.tie ||
    (a.file.name < b.file.name ? -1 : a.file.name > b.file.name ? 1 : 0) ||
    (a.row.entry ?? 0) - (b.row.entry ?? 0)
  )
}

/** Two may be NEVER, of which the difference is no number. */
function orderOf(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
