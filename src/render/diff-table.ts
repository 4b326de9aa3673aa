import type { ReportDiff } from '../report/diff.ts'
import {
  type ChangeCells,
  cautions,
  effectLines,
  modelCells,
  moneyOfDiff,
  otherWarnings,
  sideTexts,
  totalCells,
} from './diff-text.ts'
import { type Align, gridLines, gridWidth } from './grid.ts'
import { alertIfUnsure, type Palette, paletteFor } from './palette.ts'
import type { RenderOptions } from './renderer.ts'
import { widthOf, wrapped, wrappedWords } from './width.ts'

const HEADINGS = ['Model', 'Base', 'Head', 'Change', ''] as const
const ALIGNS: readonly Align[] = ['left', 'right', 'right', 'right', 'right']
const INDENT = '  '
const NARROWEST = 12

/** The comparison on one screen: the models with the greatest change, the total, and why it changed. */
export function renderDiffTable(diff: ReportDiff, { width, color }: Pick<RenderOptions, 'width' | 'color'>): string {
  const palette = paletteFor(color)
  const money = moneyOfDiff(diff)
  const { listed, rest } = modelCells(diff, money)
  const rows = rest === null ? listed : [...listed, rest]
  const table =
    rows.length === 0 && diff.head.total_tokens === 0 ? [] : tableLines(rows, totalCells(diff, money), width, palette)
  const effects = effectLines(diff, money)
  const lines = (texts: readonly string[]) => texts.flatMap((text) => wrappedWords(text, width, INDENT))
  const sections = [
    table,
    effectGrid(effects, palette),
    lines(cautions(diff)).map(palette.alert),
    lines(sideTexts(diff)).map(palette.quiet),
    lines(otherWarnings(diff).map((text) => `Warning: ${text}`)).map(palette.alert),
  ]
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`
}

function tableLines(
  rows: readonly ChangeCells[],
  total: ChangeCells,
  width: number | null,
  palette: Palette,
): readonly string[] {
  const cells: readonly (readonly string[])[] = [HEADINGS, ...rows, total]
  const natural = HEADINGS.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column]!))))
  const room = width === null ? Infinity : width - gridWidth([0, ...natural.slice(1)])
  const widths = [Math.min(natural[0]!, Math.max(NARROWEST, room)), ...natural.slice(1)]
  const rule = palette.quiet('─'.repeat(gridWidth(widths)))
  const grid = (lines: readonly (readonly string[])[], paint: (text: string) => string) =>
    gridLines(
      lines.map(([name, ...numbers]) => [
        wrapped(name!, widths[0]!).map(paint).join('\n'),
        ...numbers.map((text) => (text === '' ? '' : paint(alertIfUnsure(text, palette)))),
      ]),
      widths,
      ALIGNS,
    )
  return [
    ...grid([HEADINGS], palette.strong),
    rule,
    ...grid(rows, (text) => text),
    rule,
    ...grid([total], palette.strong),
  ]
}

function effectGrid(effects: readonly (readonly string[])[], palette: Palette): readonly string[] {
  if (effects.length === 0) return []
  const widths = [0, 1].map((column) => Math.max(...effects.map((line) => widthOf(line[column]!))))
  return effects.map(
    ([label = '', amount = '', meaning = '']) =>
      `${label.padEnd(widths[0]!)}  ${amount.padStart(widths[1]!)}  ${palette.quiet(meaning)}`,
  )
}
