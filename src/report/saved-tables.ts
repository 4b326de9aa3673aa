import { ATTRIBUTE_NAMES } from '../usage/record.ts'
import type { CopyRow } from './call-rows.ts'
import type { CallKind, CallTables, RowSource } from './call-tables.ts'
import type { HashedAttributes } from './hashed-attributes.ts'
import type { TokenUsageReport } from './report.ts'
import { savedPricedAs } from './saved-bucket.ts'
import { savedLeftOut } from './saved-call.ts'
import { givenFilter } from './saved-filter.ts'
import { hexadecimal, type SavedValue, text } from './saved-value.ts'
import { type View, viewing } from './view.ts'

/** `call_tables` of a saved report. */
export function savedTables(tables: SavedValue): CallTables {
  return {
    kinds: tables.at('kinds').list(callKind),
    attributes: tables.at('attributes').list(hashedAttributes),
    names: tables.at('names').list((entry) => pair(entry, text)),
    labels: tables.at('labels').list((entry) => pair(entry, (labels) => labels.map(text))),
    views: tables.at('views').list(view),
    view_sets: tables.at('view_sets').list((set) => set.list((place) => place.count())),
    prices: tables.at('prices').list(savedPricedAs),
    spent_totals: tables.at('spent_totals').list(savedLeftOut),
  }
}

/** Whether the numbers in its rows are places in its lists. */
export function hasPlaces(report: TokenUsageReport): boolean {
  const { calls, left_out_calls, call_tables, models_breakdown, groups, input } = report
  const models = Object.values(models_breakdown)
  const uncounted = [...(left_out_calls ?? []), ...(call_tables?.spent_totals ?? [])]
  const inLists = ({ file, source }: CopyRow) => file < input.by_file.length && inTables(source, call_tables)
  return (
    (calls ?? []).every(
      (row) => row.price < (models[row.model]?.priced_as.length ?? 0) && row.group < groups.length && inLists(row),
    ) &&
    uncounted.every((row) => inLists(row) && (row.priced?.price ?? 0) < Math.max(1, call_tables?.prices.length ?? 1)) &&
    (call_tables?.view_sets ?? []).every(
      (set) => set.length > 0 && set.every((place) => place < call_tables!.views.length),
    )
  )
}

function inTables(source: RowSource | null, tables: CallTables | null): boolean {
  if (source === null || tables === null) return true
  const { kind, attributes, views, rare } = source
  const places = [attributes, ...(rare?.donors ?? []).map(([place]) => place)]
  return (
    kind < tables.kinds.length &&
    views < tables.view_sets.length &&
    places.every((place) => place < tables.attributes.length)
  )
}

function callKind(kind: SavedValue): CallKind {
  return {
    model: kind.at('model').orNull(text),
    provider: kind.at('provider').orNull(text),
    mode: kind.at('mode').orNull(text),
    region: kind.at('region').orNull(text),
    format: kind.at('format').text(),
    keepLoggedCost: kind.at('keep_logged_cost').flag(),
  }
}

function hashedAttributes(row: SavedValue): HashedAttributes {
  const [hash, ...values] = row.list((value) => value)
  if (hash === undefined || values.length < ATTRIBUTE_NAMES.length + 1) throw row.error('has too few values')
  return { hash: hash.count(), values: values.map((value) => value.orNull(hexadecimal)) }
}

function view(value: SavedValue): View {
  const labels = value.at('labels')
  const view: View = {
    filter: value.at('filter').orNull(givenFilter),
    timezone: value.at('timezone').text(),
    default_model: value.at('default_model').orNull(text),
    cost: value.at('cost').oneOf(['computed', 'logged', 'auto']),
    reprice: value.at('reprice').flag(),
    labels: { fixed: labels.at('fixed').map(text), paths: labels.at('paths').list(text) },
  }
  try {
    viewing(view, [])
  } catch (cause) {
    throw value.error(`cannot be used: ${(cause as Error).message}`)
  }
  return view
}

function pair<T>(entry: SavedValue, read: (value: SavedValue) => T): readonly [string, T] {
  const [hash, value] = entry.list((each) => each)
  if (hash === undefined || value === undefined) throw entry.error('must have 2 values')
  return [hexadecimal(hash), read(value)]
}
