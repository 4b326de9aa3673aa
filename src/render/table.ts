import { blockLines } from './blocks.ts'
import { type Column, columnsOf } from './columns.ts'
import { nothingText } from './filter-text.ts'
import { type Fit, fitted } from './fit.ts'
import { footerLines } from './footer.ts'
import { type Align, gridLines, gridWidth } from './grid.ts'
import { moneyOf } from './money.ts'
import { type Palette, paletteFor } from './palette.ts'
import type { Render } from './renderer.ts'
import { type ShownRow, shownRows, WHOLE } from './row-tree.ts'
import { widthOf, wrapped, wrappedWords } from './width.ts'

/**
 * The report as a table for people, with its accounting, notes and warnings below. It fits the terminal without ever
 * cutting a number or a name: columns are hidden by rank, and where that does not help each row becomes a block.
 */
export const renderTable: Render = (report, { width, color, today = null, view = WHOLE }) => {
  const palette = paletteFor(color)
  const money = moneyOf(report)
  const { headings, rows } = shownRows(report, view)
  const columns = columnsOf(report, money, view.columns)
  const fit = fitted(columns, columnWidthsOf(columns, rows), nameWidthsOf(headings, rows), width)
  const body =
    rows.length === 0
      ? wrappedWords(nothingText(report), width)
      : fit === null
        ? blockLines(rows, columns, width, palette)
        : tableLines(headings, rows, fit, palette)
  const addends = rows.filter(({ kind }) => kind !== 'subtotal')
  const hidden = rows.length === 0 ? [] : (fit?.hidden ?? [])
  const footer = footerLines(report, addends, hidden, { width, money, palette, today })
  return `${[...body, '', ...footer].join('\n')}\n`
}

function tableLines(
  headings: readonly string[],
  rows: readonly ShownRow[],
  fit: Fit,
  palette: Palette,
): readonly string[] {
  const { shown, nameWidths, widths } = fit
  const rule = palette.quiet('─'.repeat(gridWidth(widths)))
  const aligns: Align[] = [...headings.map(() => 'left' as const), ...shown.map(() => 'right' as const)]
  const lines = (cells: readonly (readonly string[])[]) => gridLines(cells, widths, aligns)
  const strong = (text: string) => (text === '' ? '' : palette.strong(text))
  const names = (texts: readonly string[], paint: (line: string) => string) =>
    texts.map((text, i) => wrapped(text, nameWidths[i]!).map(paint).join('\n'))
  const totals = ['Total', ...headings.slice(1).map(() => '')]
  return [
    ...lines([[...names(headings, strong), ...shown.map(({ heading }) => strong(heading))]]),
    rule,
    ...lines(
      rows.map((row) => [
        ...names(row.cells, row.kind === 'subtotal' ? strong : (line) => line),
        ...shown.map((column) => column.paint(column.text(row.row), palette)),
      ]),
    ),
    rule,
    ...lines([[...names(totals, strong), ...shown.map(({ total, paint }) => strong(paint(total, palette)))]]),
  ]
}

function columnWidthsOf(columns: readonly Column[], rows: readonly ShownRow[]): readonly number[] {
  return columns.map(({ heading, total, text }) =>
    rows.reduce((widest, { row }) => Math.max(widest, text(row).length), Math.max(heading.length, total.length)),
  )
}

function nameWidthsOf(headings: readonly string[], rows: readonly ShownRow[]): readonly number[] {
  return headings.map((heading, i) =>
    rows.reduce(
      (widest, { cells }) => Math.max(widest, widthOf(cells[i]!)),
      Math.max(widthOf(heading), 'Total'.length),
    ),
  )
}
