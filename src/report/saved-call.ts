import type { CallRow } from './call-rows.ts'
import type { SavedValue } from './saved-value.ts'

/** One of `calls` of a saved report: a list, in the order of its fields. */
export function savedCall(row: SavedValue): CallRow {
  const values = row.list((value) => value)
  if (values.length !== 13) throw row.error('must have 13 values')
  const [id, model, group, price, file, entry, calls, time, counts, parts, fees, logged, partial] = values as Row
  return {
    id: id.orNull((value) => value.text()),
    ...{ model: model.count(), group: group.count(), price: price.count(), file: file.count() },
    entry: entry.orNull((value) => value.count()),
    calls: calls.orNull((value) => value.count()),
    time: time.orNull((value) => Number(value.money().toString())),
    counts: counts.list((value) => value.orNull((count) => count.count())),
    parts: parts.map((value) => value.count()),
    fees: fees.map((value) => value.money()),
    logged_cost_usd: logged.orNull((value) => value.money()),
    partial: partial.flag(),
  }
}

type V = SavedValue
type Row = [V, V, V, V, V, V, V, V, V, V, V, V, V]
