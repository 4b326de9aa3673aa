import type { CallRow, CopyRow, LeftOutRow } from './call-rows.ts'
import type { RareFacts, RowSource, StatedRow, TotalRow } from './call-tables.ts'
import { hexadecimal, type SavedValue } from './saved-value.ts'

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
    ...{ fees: fees.map((value) => value.money()), logged_cost_usd: logged.orNull((value) => value.money()) },
    source: rowSource(values.slice(15)),
  }
}

/** One of `left_out_calls`, or of the totals that calls account for. */
export function savedLeftOut(row: SavedValue): LeftOutRow {
  const values = row.list((value) => value)
  if (values.length < 10) throw row.error('must have 10 values')
  const [id, file, entry, calls, time, counts, partial, delay, tie, timeless, ...more] = values as Row
  const [price, fees, logged] = more.slice(4)
  return {
    ...copyRow({ id, file, entry, calls, time, counts, partial, delay, tie }),
    ...{ timeless: timeless.flag(), source: rowSource(more) },
    priced:
      price === undefined || fees === undefined || logged === undefined || price.isNull()
        ? null
        : {
            price: price.count(),
            ...{ fees: fees.map((value) => value.money()), logged_cost_usd: logged.orNull((value) => value.money()) },
          },
  }
}

function copyRow(row: Record<Exclude<keyof CopyRow, 'source'>, V>): Omit<CopyRow, 'source'> {
  const { id, file, entry, calls, time, counts, partial, delay, tie } = row
  return {
    id: id.orNull(hexadecimal),
    file: file.count(),
    entry: entry.orNull((value) => value.count()),
    calls: calls.orNull((value) => value.count()),
    time: time.orNull(timeOf),
    counts: counts.list(countOrNull),
    partial: partial.flag(),
    delay: delay.orNull(milliseconds),
    tie: tie.count(),
  }
}

function rowSource([kind, attributes, views, rare]: readonly V[]): RowSource | null {
  if (kind === undefined || attributes === undefined || views === undefined || rare === undefined) return null
  if (kind.isNull()) return null
  return { kind: kind.count(), attributes: attributes.count(), views: views.count(), rare: rare.orNull(rareFacts) }
}

function rareFacts(rare: V): RareFacts {
  return {
    modalities: rare.at('modalities').map((tokens) => tokens.count()),
    total: rare.at('total').orNull(totalRow),
    stated: rare.at('stated').orNull(statedRow),
    donors: rare.at('donors').list((donor) => {
      const [attributes, time] = donor.list((value) => value)
      if (attributes === undefined || time === undefined) throw donor.error('must have 2 values')
      return [attributes.count(), time.orNull(timeOf)]
    }),
  }
}

function totalRow(total: V): TotalRow {
  return {
    of: total.at('of').oneOf(['call', 'run']),
    others: total.at('others').orNull((value) => value.oneOf(['main', 'agents', 'none'] as const)),
    parts: total.at('parts').list(hexadecimal),
  }
}

function statedRow(stated: V): StatedRow {
  return {
    calls: stated.at('calls').orNull((value) => value.count()),
    counts: stated.at('counts').list(countOrNull),
    modalities: stated.at('modalities').map((tokens) => tokens.count()),
    fees: stated.at('fees').map((units) => units.money()),
    logged_cost_usd: stated.at('logged_cost_usd').orNull((value) => value.money()),
  }
}

function countOrNull(value: V): number | null {
  return value.orNull((count) => count.count())
}

function timeOf(value: V): number {
  const time = milliseconds(value)
  if (Math.abs(time) > LATEST) throw value.error('is no time')
  return time
}

/** Between two times at most. */
function milliseconds(value: V): number {
  const number = Number(value.money().toString())
  if (Math.abs(number) > 2 * LATEST) throw value.error('is no number of milliseconds')
  return number
}

/** Beyond it a Date is none. */
const LATEST = 8.64e15

type V = SavedValue
type Row = [V, V, V, V, V, V, V, V, V, V, V, V, V, V, V]
