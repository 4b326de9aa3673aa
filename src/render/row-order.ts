import type { ModelRow } from '../report/report.ts'
import { DIMENSIONS, NONE } from '../tracker/dimensions.ts'

export const SORTS = ['cost', 'tokens', 'calls', 'name'] as const

export type Sort = (typeof SORTS)[number]

export type Order = 'asc' | 'desc'

/** A row and its own name among those beside it. */
export interface Sortable {
  readonly name: string
  readonly row: ModelRow
}

type Compare = (a: Sortable, b: Sortable) => number

/** The order of rows of a dimension: what was asked for, else times as they pass and all else by cost, dearest first. */
export function orderOf(by: string, sort: Sort | null, order: Order | null): Compare {
  const chosen = sort ?? (isCalendar(by) ? 'name' : 'cost')
  const descending = (order ?? (chosen === 'name' ? 'asc' : 'desc')) === 'desc'
  const compareNames = isCalendar(by) ? byTime : byName
  if (chosen === 'cost') return (a, b) => byCost(a, b, descending) || compareNames(a, b)
  if (chosen === 'name') return (a, b) => (descending ? compareNames(b, a) : compareNames(a, b))
  const amount = ({ row }: Sortable) => (chosen === 'calls' ? row.call_count : row.total_tokens)
  return (a, b) => (descending ? amount(b) - amount(a) : amount(a) - amount(b)) || compareNames(a, b)
}

/** Rows without any cost come last either way: nobody knows where they belong. */
function byCost({ row: a }: Sortable, { row: b }: Sortable, descending: boolean): number {
  if (a.cost_usd === null || b.cost_usd === null) return Number(a.cost_usd === null) - Number(b.cost_usd === null)
  return descending ? b.cost_usd.compare(a.cost_usd) : a.cost_usd.compare(b.cost_usd)
}

function byName({ name: a }: Sortable, { name: b }: Sortable): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Calls without a time come last. An hour that clocks show twice has two offsets, which say which came first. */
function byTime(a: Sortable, b: Sortable): number {
  if (a.name === NONE || b.name === NONE) return Number(a.name === NONE) - Number(b.name === NONE)
  const difference = hourOf(a.name) - hourOf(b.name)
  return Number.isNaN(difference) || difference === 0 ? byName(a, b) : difference
}

function hourOf(name: string): number {
  return name.includes(':') ? Date.parse(name.replace(' ', 'T')) : Number.NaN
}

/** True for a dimension whose values are times. */
export function isCalendar(by: string): boolean {
  return DIMENSIONS.some(({ name, calendar }) => name === by && calendar)
}
