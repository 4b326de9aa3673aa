import Table from 'cli-table3'
import { isPlain } from './width.ts'

const GAP = 2
/** cli-table3 compares each cell with all others; tables of a few rows put below each other take linear time. */
const CHUNK = 32

export type Align = 'left' | 'right'

type Row = readonly string[]

/** Lines of cells in columns of given widths, two spaces between them and no borders. A cell may hold several lines. */
export function gridLines(
  rows: readonly Row[],
  widths: readonly number[],
  aligns: readonly Align[],
): readonly string[] {
  const lines: string[] = []
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK)
    const plain = chunk.every((row) => row.length === widths.length && row.every((cell, i) => fits(cell, widths[i]!)))
    lines.push(...(plain ? plainLines : tableLines)(chunk, widths, aligns))
  }
  return lines.map((line) => line.trimEnd())
}

function fits(cell: string, width: number): boolean {
  return cell.length <= width && isPlain(cell)
}

/** What cli-table3 makes of cells that fit: most tables, and it takes a while to start. */
function plainLines(rows: readonly Row[], widths: readonly number[], aligns: readonly Align[]): readonly string[] {
  return rows.map((row) =>
    row
      .map((cell, i) => (aligns[i] === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join(' '.repeat(GAP)),
  )
}

function tableLines(rows: readonly Row[], widths: readonly number[], aligns: readonly Align[]): readonly string[] {
  const table = new Table({
    chars: BORDERLESS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...widths],
    colAligns: [...aligns],
  })
  table.push(...rows.map((row) => [...row]))
  return table.toString().split('\n')
}

export function gridWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1)
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
}
