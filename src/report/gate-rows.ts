import { patternOf } from '../pricing/pattern.ts'
import type { Gate, GateScope } from './gate.ts'
import type { GroupRow, ModelRow, TokenUsageReport } from './report.ts'

/** Rows by a dimension and model, for dimensions that the report itself is not grouped by. */
export type Breakdowns = Readonly<Record<string, readonly GroupRow[]>>

/** A row with its value for the dimension of a gate, and its model; null where the report does not tell it. */
export interface KeyedRow {
  readonly key: string
  readonly model: string | null
  readonly row: ModelRow
}

/** What a gate is held against: each list of rows by itself. `key` is null for the whole report. */
export interface GateGroup {
  readonly key: string | null
  readonly rows: readonly KeyedRow[]
}

/** Dimensions of these gates that a report grouped by `groupBy` does not tell model by model. */
export function dimensionsMissing(gates: readonly Gate[], groupBy: readonly string[]): readonly string[] {
  const names = gates.flatMap(({ per }) => per?.dimension ?? []).filter((name) => name !== 'model')
  return [...new Set(names)].filter((name) => !(groupBy.includes(name) && groupBy.includes('model')))
}

export function groupsOf(
  scope: GateScope | null,
  report: TokenUsageReport,
  breakdowns: Breakdowns,
): readonly GateGroup[] {
  if (scope === null) return [{ key: null, rows: rowsBy('model', report, breakdowns) }]
  const all = rowsBy(scope.dimension, report, breakdowns)
  if (scope.key !== null) return [{ key: scope.key, rows: all.filter(matcherOf(scope.dimension, scope.key)) }]
  const groups = new Map<string, KeyedRow[]>()
  for (const row of all) {
    const rows = groups.get(row.key) ?? []
    groups.set(row.key, rows)
    rows.push(row)
  }
  if (groups.size === 0) return [{ key: null, rows: [] }]
  return [...groups].map(([key, rows]) => ({ key, rows }))
}

function rowsBy(dimension: string, report: TokenUsageReport, breakdowns: Breakdowns): readonly KeyedRow[] {
  if (dimension === 'model')
    return Object.entries(report.models_breakdown).map(([model, row]) => ({ key: model, model, row }))
  const rows = breakdowns[dimension] ?? report.groups
  return rows.map((row) => ({ key: row.keys[dimension] ?? '', model: row.keys['model'] ?? null, row }))
}

/**
 * A group by its name or by a pattern with `*`. A model also by the name of its price: `claude-opus-4` is the limit of
 * `claude-opus-4-20250514` too, where that is what its calls were priced as.
 */
function matcherOf(dimension: string, wanted: string): (row: KeyedRow) => boolean {
  const matches = wanted.includes('*') ? globOf(wanted) : (name: string) => name === wanted
  if (dimension !== 'model') return ({ key }) => matches(key)
  return ({ key, row }) =>
    matches(key) ||
    row.priced_as.some(
      ({ key: price }) => price !== null && (matches(price) || matches(price.slice(price.indexOf('/') + 1))),
    )
}

function globOf(text: string): (name: string) => boolean {
  const pattern = patternOf(text)
  return (name) => pattern.matches(name.toLowerCase())
}
