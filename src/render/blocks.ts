import type { Column } from './columns.ts'
import { gridLines, gridWidth } from './grid.ts'
import type { Palette } from './palette.ts'
import type { NamedRow } from './rows.ts'
import { wrapped } from './width.ts'

const INDENT = '  '

/** One block per row, a number per line, for terminals that are too narrow for any table; the totals come last. */
export function blockLines(
  rows: readonly NamedRow[],
  columns: readonly Column[],
  width: number | null,
  palette: Palette,
): readonly string[] {
  const values = [
    ...rows.map(({ row }) => columns.map((column) => column.text(row))),
    columns.map(({ total }) => total),
  ]
  const labelWidth = Math.max(...columns.map(({ heading }) => heading.length))
  const widths = [labelWidth, Math.max(...values.flat().map((value) => value.length))]
  const block = (title: string, row: readonly string[]) => [
    ...wrapped(title, width ?? Infinity).map(palette.strong),
    ...valueLines(columns, row, widths, palette),
    '',
  ]
  const blocks = rows.flatMap(({ names }, index) => block(names.join(' · '), values[index]!))
  const rule = palette.quiet('─'.repeat(INDENT.length + gridWidth(widths)))
  return [...blocks, rule, ...block('Total', values.at(-1)!).slice(0, -1)]
}

function valueLines(
  columns: readonly Column[],
  values: readonly string[],
  widths: readonly number[],
  palette: Palette,
): readonly string[] {
  const rows = columns.flatMap((column, i) => {
    const value = values[i]!
    return value === '' ? [] : [[column.heading, column.paint(value, palette)]]
  })
  return gridLines(rows, widths, ['left', 'right']).map((line) => INDENT + line)
}
