import type { CallTables } from '../report/call-tables.ts'
import { orderedLeftOut } from './call-keys.ts'
import { OneLine, type Writable } from './json-writer.ts'

/** `call_tables` as the wire contract has them: one entry of a table a line. */
export function orderedTables(
  tables: CallTables | null,
  orderedPrice: (price: CallTables['prices'][number]) => Writable,
): Writable {
  if (tables === null) return null
  const { kinds, attributes, names, labels, views, view_sets, prices, spent_totals } = tables
  return {
    kinds: kinds.map(({ model, provider, mode, region, format, keepLoggedCost }) => {
      return new OneLine({ model, provider, mode, region, format, keep_logged_cost: keepLoggedCost })
    }),
    attributes: attributes.map(({ hash, values }) => new OneLine([hash, ...values])),
    names: names.map((entry) => new OneLine(entry)),
    labels: labels.map((entry) => new OneLine(entry)),
    views: views.map(({ filter, timezone, default_model, cost, reprice, labels }) => {
      const given = filter && { since: filter.since, until: filter.until, conditions: filter.conditions }
      return new OneLine({
        ...{ filter: given, timezone, default_model, cost, reprice },
        labels: { fixed: labels.fixed, paths: labels.paths },
      })
    }),
    view_sets: view_sets.map((set) => new OneLine(set)),
    prices: prices.map(orderedPrice),
    spent_totals: orderedLeftOut(spent_totals),
  }
}
