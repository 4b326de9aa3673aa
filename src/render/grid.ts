import Table from 'cli-table3'

const GAP = 2
/** cli-table3 compares each cell with all others; tables of a few rows put below each other take linear time. */
const CHUNK = 32

export type Align = 'left' | 'right'

/** Lines of cells in columns of given widths, two spaces between them and no borders. A cell may hold several lines. */
export function gridLines(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  aligns: readonly Align[],
): readonly string[] {
  const lines: string[] = []
  for (let start = 0; start < rows.length; start += CHUNK) {
    const table = new Table({
      chars: BORDERLESS,
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
      colWidths: [...widths],
      colAligns: [...aligns],
    })
    table.push(...rows.slice(start, start + CHUNK).map((row) => [...row]))
    lines.push(...table.toString().split('\n'))
  }
  return lines.map((line) => line.trimEnd())
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
