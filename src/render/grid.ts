import { drawnLines } from './drawn-table.ts'
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
    lines.push(...(plain ? plainLines : drawnLines)(chunk, widths, aligns, ' '.repeat(GAP)))
  }
  return lines.map((line) => line.trimEnd())
}

function fits(cell: string, width: number): boolean {
  return cell.length <= width && isPlain(cell)
}

/** What cli-table3 makes of cells that fit. */
function plainLines(
  rows: readonly Row[],
  widths: readonly number[],
  aligns: readonly Align[],
  gap: string,
): readonly string[] {
  return rows.map((row) =>
    row.map((cell, i) => (aligns[i] === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(gap),
  )
}

export function gridWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1)
}
