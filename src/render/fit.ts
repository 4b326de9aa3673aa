import type { Column } from './columns.ts'
import { gridWidth } from './grid.ts'

/** How a table is made to fit: the columns that stay, the columns that go, and how wide each column is. */
export interface Fit {
  readonly shown: readonly Column[]
  readonly hidden: readonly Column[]
  readonly nameWidths: readonly number[]
  readonly widths: readonly number[]
}

/** Longer names than these are wrapped before a column is hidden; shorter ones only when no column is left to hide. */
const COMFORTABLE = { alone: 32, oneOfSeveral: 24 } as const
const NARROWEST = 16

/**
 * The widest table that fits `width`: columns are hidden by their rank, long names are wrapped. null when not even the
 * narrowest table fits. Without a width everything is shown as it is.
 */
export function fitted(
  columns: readonly Column[],
  columnWidths: readonly number[],
  naturalNameWidths: readonly number[],
  width: number | null,
): Fit | null {
  const comfortable = naturalNameWidths.length === 1 ? COMFORTABLE.alone : COMFORTABLE.oneOfSeveral
  const ranks = columns.flatMap((column) => column.hideRank ?? []).sort((a, b) => a - b)
  const steps = [0, ...ranks].map((rank) => ({ rank, least: comfortable }))
  for (const { rank, least } of [...steps, { rank: ranks.at(-1) ?? 0, least: NARROWEST }]) {
    const stays = (column: Column) => column.hideRank === null || column.hideRank > rank
    const numbers = columnWidths.filter((_, index) => stays(columns[index]!))
    const room = width === null ? Infinity : width - gridWidth([...naturalNameWidths.map(() => 0), ...numbers])
    const nameWidths = narrowed(naturalNameWidths, room, least)
    if (nameWidths === null) continue
    const [shown, hidden] = [columns.filter(stays), columns.filter((column) => !stays(column))]
    return { shown, hidden, nameWidths, widths: [...nameWidths, ...numbers] }
  }
  return null
}

/** `widths` with the widest cut, column by column, until they take no more than `room`; none is cut below `least`. */
function narrowed(widths: readonly number[], room: number, least: number): readonly number[] | null {
  const excess = widths.reduce((sum, width) => sum + width, 0) - room
  if (excess <= 0) return widths
  const widest = Math.max(...widths)
  if (widest <= least) return null
  const cut = Math.max(least, widest - excess, Math.max(0, ...widths.filter((width) => width < widest)))
  return narrowed(widths.with(widths.indexOf(widest), cut), room, least)
}
