import { addedRows } from '../report/added-rows.ts'
import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import { countText } from './count.ts'
import { isCalendar, type Order, orderOf, type Sort } from './row-order.ts'
import { headingsOf, type LeafRow, leafRows, type NamedRow, nameText } from './rows.ts'

/** Which rows are shown and in which order; null = as the report is. */
export interface View {
  readonly sort: Sort | null
  readonly order: Order | null
  /** Rows of the first name that are shown; the others become one row. */
  readonly top: number | null
  /** Names of COLUMNS, in the order that they are shown in. */
  readonly columns: readonly string[] | null
}

export const WHOLE: View = { sort: null, order: null, top: null, columns: null }

/** A row of a table: a row of the report, a sum over those below it, or what `top` left over. */
export interface ShownRow extends NamedRow {
  /** The name of each column of names as it is printed: empty where the row above says it. */
  readonly cells: readonly string[]
  readonly kind: 'leaf' | 'subtotal' | 'rest'
}

interface Node {
  readonly name: string
  readonly row: ModelRow
  /** Empty for a row of the report. */
  readonly children: readonly Node[]
}

/**
 * The rows as a table shows them: sorted level by level, a sum above the rows of one name. A name with a single row below
 * it takes one line for both.
 */
export function shownRows(
  report: TokenUsageReport,
  view: View = WHOLE,
): { readonly headings: readonly string[]; readonly rows: readonly ShownRow[] } {
  const { groupBy, rows } = leafRows(report)
  const nodes = nodesOf(rows, groupBy, 0, view)
  const kept = keptNodes(nodes, groupBy[0]!, view)
  const rest = nodes.filter((node) => !kept.has(node))
  const shown = nodes.filter((node) => kept.has(node)).flatMap((node) => linesOf(node, [], groupBy.length))
  return { headings: headingsOf(groupBy), rows: rest.length === 0 ? shown : [...shown, restRow(rest, groupBy.length)] }
}

/** The same without the sums: rows that add up to the total. */
export function flatRows(
  report: TokenUsageReport,
  view: View = WHOLE,
): { readonly headings: readonly string[]; readonly rows: readonly ShownRow[] } {
  const { headings, rows } = shownRows(report, view)
  const flat = rows.filter(({ kind }) => kind !== 'subtotal')
  return { headings, rows: flat.map((row) => ({ ...row, cells: headings.map((_, i) => row.names[i] ?? '') })) }
}

/** Every row of the report in the order of the view, for data formats. */
export function orderedLeaves(report: TokenUsageReport, view: View = WHOLE) {
  const { groupBy, rows } = leafRows(report)
  const leaves = (node: Node, above: readonly string[]): LeafRow[] => {
    const keys = [...above, node.name]
    return node.children.length === 0
      ? [{ keys, row: node.row }]
      : node.children.flatMap((child) => leaves(child, keys))
  }
  return { groupBy, rows: nodesOf(rows, groupBy, 0, view).flatMap((node) => leaves(node, [])) }
}

function nodesOf(rows: readonly LeafRow[], groupBy: readonly string[], level: number, view: View): readonly Node[] {
  const byName = new Map<string, LeafRow[]>()
  for (const row of rows) {
    const name = row.keys[level]!
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [row])
    else known.push(row)
  }
  const nodes = [...byName].map(([name, below]): Node => {
    const row = below.length === 1 ? below[0]!.row : addedRows(below.map((each) => each.row))
    return { name, row, children: level + 1 < groupBy.length ? nodesOf(below, groupBy, level + 1, view) : [] }
  })
  const by = groupBy[level]!
  const asReported = view.sort === null && view.order === null && level + 1 === groupBy.length && !isCalendar(by)
  return asReported ? nodes : nodes.sort(orderOf(by, view.sort, view.order))
}

/** The first ones in the order that was asked for; where none was, the dearest, also of days. */
function keptNodes(nodes: readonly Node[], by: string, { top, sort }: View): ReadonlySet<Node> {
  if (top === null || nodes.length <= top) return new Set(nodes)
  const ranked = sort === null ? nodes.toSorted(orderOf(by, 'cost', 'desc')) : nodes
  return new Set(ranked.slice(0, top))
}

function linesOf(node: Node, above: readonly string[], depth: number): readonly ShownRow[] {
  const names = [...above, nameText(node.name)]
  const indent = above.map(() => '')
  const { row, children } = node
  if (children.length === 1) {
    return linesOf(children[0]!, names, depth).map((line, index) =>
      index === 0 ? { ...line, cells: [...indent, names.at(-1)!, ...line.cells.slice(names.length)] } : line,
    )
  }
  const cells = [...indent, names.at(-1)!, ...Array<string>(depth - names.length).fill('')]
  if (children.length === 0) return [{ names, cells, row, kind: 'leaf' }]
  return [{ names, cells, row, kind: 'subtotal' }, ...children.flatMap((child) => linesOf(child, names, depth))]
}

function restRow(rest: readonly Node[], depth: number): ShownRow {
  const name = `${countText(rest.length)} ${rest.length === 1 ? 'other' : 'others'}`
  return {
    names: [name],
    cells: [name, ...Array<string>(depth - 1).fill('')],
    row: addedRows(rest.map(({ row }) => row)),
    kind: 'rest',
  }
}
