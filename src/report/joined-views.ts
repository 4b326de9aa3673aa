import type { JoinedRow } from './joined-rows.ts'
import type { FileAccount } from './report.ts'
import type { View } from './view.ts'

/** Distinct views: equal ones are the same object, in an order that does not depend on that of the reports. */
export class Views {
  readonly all: View[] = []
  private readonly known = new Map<string, View>()
  private readonly texts = new Map<View, string>()

  same(view: View): View {
    const text = JSON.stringify(view)
    const known = this.known.get(text) ?? view
    this.known.set(text, known)
    if (!this.texts.has(known)) this.all.push(known)
    this.texts.set(known, text)
    return known
  }

  compare(a: View, b: View): number {
    const [textA, textB] = [this.texts.get(a)!, this.texts.get(b)!]
    return textA < textB ? -1 : textA > textB ? 1 : 0
  }
}

/** By row: its own view first, then those of all reports that have the call. */
export function viewsOf(
  rows: readonly JoinedRow[],
  known: Views,
  keyOf: (row: JoinedRow) => string,
): (row: JoinedRow) => readonly View[] {
  if (known.all.length === 1) return () => known.all
  const byCall = new Map<string, Set<View>>()
  for (const row of rows) {
    const views = byCall.get(keyOf(row)) ?? new Set()
    byCall.set(keyOf(row), views)
    for (const view of row.views) views.add(view)
  }
  return (row) => {
    const own = row.views[0]!
    return [own, ...[...byCall.get(keyOf(row))!].filter((view) => view !== own)]
  }
}

/** Of the same entry in several reports the row whose view is the first, so that the order of reports does not matter. */
export function firstByView(
  rows: readonly JoinedRow[],
  known: Views,
  keyOf: (row: JoinedRow) => string,
): readonly JoinedRow[] {
  const first = new Map<string, JoinedRow>()
  for (const row of rows) {
    const other = first.get(keyOf(row))
    if (other === undefined || known.compare(row.views[0]!, other.views[0]!) < 0) first.set(keyOf(row), row)
  }
  return [...first.values()]
}

/** What rows of the same call have in common: its identity, or the place in files of equal content or number. */
export function callKeys(
  rows: readonly JoinedRow[],
  fileOf: (file: FileAccount) => number,
): (row: JoinedRow) => string {
  const keys = new Map<JoinedRow, string>()
  const alike = new Map<string, number>()
  for (const each of rows) {
    const { row, keyed, file } = each
    if (row.id !== null) continue
    const content = file.sha256 ?? fileOf(file)
    const place = JSON.stringify([content, row.entry, row.tie, row.counts])
    // The n-th of equal calls in one place of one report is the n-th of another's.
    const before = JSON.stringify([keyed.name, file.name, place])
    alike.set(before, (alike.get(before) ?? 0) + 1)
    keys.set(each, `${place}#${alike.get(before)}`)
  }
  return (row) => row.row.id ?? keys.get(row)!
}
