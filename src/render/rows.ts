import type { Decimal } from '../pricing/decimal.ts'
import { modelRows } from '../report/model-rows.ts'
import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import { shortened, visible } from './escape.ts'

/** One row with its names as logged. */
export interface LeafRow {
  /** One per name in the list that the rows are grouped by. */
  readonly keys: readonly string[]
  readonly row: ModelRow
}

/** One row as people see it: its names safe for a terminal, on one line, of a readable length. */
export interface NamedRow {
  readonly names: readonly string[]
  readonly row: ModelRow
}

/** The report's rows and what they are grouped by: its groups, or its models where it has no groups. */
export function leafRows(report: TokenUsageReport): { groupBy: readonly string[]; rows: readonly LeafRow[] } {
  const { groups, group_by: groupBy } = report
  if (groups.length > 0 && groupBy.length > 0)
    return { groupBy, rows: groups.map((row) => ({ keys: groupBy.map((name) => row.keys[name] ?? ''), row })) }
  return {
    groupBy: ['model'],
    rows: modelRows(report).map(([key, row]) => ({ keys: [key], row })),
  }
}

/** The names of dimensions above their columns. */
export function headingsOf(groupBy: readonly string[]): readonly string[] {
  return groupBy.map((name) => nameText(headingOf(name)))
}

/** Rows for people, without sums between them: the page sorts and folds them itself. */
export function namedRows(report: TokenUsageReport): { headings: readonly string[]; rows: readonly NamedRow[] } {
  const { groupBy, rows } = leafRows(report)
  return { headings: headingsOf(groupBy), rows: rows.map(({ keys, row }) => ({ names: keys.map(nameText), row })) }
}

/** A row's part of the report's cost from 0 to 1; null where either is unknown or zero in sum. */
export function shareOf(cost: Decimal | null, total: Decimal): number | null {
  return cost === null || total.isZero ? null : cost.toNumber() / total.toNumber()
}

/** '45%', and never a rounded-away truth: '<1%' is not nothing, '>99%' is not everything. */
export function percentText(share: number): string {
  const percent = Math.round(share * 100)
  if (percent === 0 && share > 0) return '<1%'
  if (percent === 100 && share < 1) return '>99%'
  return `${percent}%`
}

/** Real names are far shorter; what is longer keeps its beginning and its end. */
const LONGEST_NAME = 240

/** A name that came from a log, for a terminal. */
export function nameText(name: string): string {
  return visible(shortened(name, LONGEST_NAME))
}

function headingOf(key: string): string {
  const words = key.replace(/^label:/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
