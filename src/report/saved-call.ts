import type { CallRow, CopyRow, LeftOutRow } from './call-rows.ts'
import type { TokenUsageReport } from './report.ts'
import type { SavedValue } from './saved-value.ts'

/** One of `calls` of a saved report: a list, in the order of its fields. Later versions may add values behind them. */
export function savedCall(row: SavedValue): CallRow {
  const values = row.list((value) => value)
  if (values.length < 15) throw row.error('must have 15 values')
  const [id, model, group, price, file, entry, calls, time, counts, parts, fees, logged, partial, delay, tie] =
    values as Row
  return {
    ...copyRow({ id, file, entry, calls, time, counts, partial, delay, tie }),
    ...{ model: model.count(), group: group.count(), price: price.count() },
    parts: parts.map((value) => value.count()),
    fees: fees.map((value) => value.money()),
    logged_cost_usd: logged.orNull((value) => value.money()),
  }
}

/** One of `left_out_calls`. */
export function savedLeftOut(row: SavedValue): LeftOutRow {
  const values = row.list((value) => value)
  if (values.length < 10) throw row.error('must have 10 values')
  const [id, file, entry, calls, time, counts, partial, delay, tie, timeless] = values as Row
  return { ...copyRow({ id, file, entry, calls, time, counts, partial, delay, tie }), timeless: timeless.flag() }
}

function copyRow({ id, file, entry, calls, time, counts, partial, delay, tie }: Record<keyof CopyRow, V>): CopyRow {
  return {
    id: id.orNull((value) => value.text()),
    file: file.count(),
    entry: entry.orNull((value) => value.count()),
    calls: calls.orNull((value) => value.count()),
    time: time.orNull(milliseconds),
    counts: counts.list((value) => value.orNull((count) => count.count())),
    partial: partial.flag(),
    delay: delay.orNull(milliseconds),
    tie: tie.count(),
  }
}

/** Whether the numbers in its rows are places in its lists. */
export function hasPlaces({ calls, left_out_calls, models_breakdown, groups, input }: TokenUsageReport): boolean {
  const models = Object.values(models_breakdown)
  const inFiles = ({ file }: CopyRow) => file < input.by_file.length
  const inRows = ({ model, group, price }: CallRow) =>
    price < (models[model]?.priced_as.length ?? 0) && group < groups.length
  return (calls ?? []).every((row) => inFiles(row) && inRows(row)) && (left_out_calls ?? []).every(inFiles)
}

function milliseconds(value: SavedValue): number {
  return Number(value.money().toString())
}

type V = SavedValue
type Row = [V, V, V, V, V, V, V, V, V, V, V, V, V, V, V]
