import Table from 'cli-table3'

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
}
const UNPADDED = { 'padding-left': 0, 'padding-right': 0, border: [] }

/**
 * Lines of cells that may hold any text, also of several lines, as cli-table3 draws them. Most tables do without, for it takes a
 * while to load.
 */
export function drawnLines(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  aligns: readonly ('left' | 'right')[],
  gap: string,
): readonly string[] {
  const table = new Table({
    chars: { ...BORDERLESS, middle: gap },
    style: { ...UNPADDED, head: [] },
    colWidths: [...widths],
    colAligns: [...aligns],
  })
  table.push(...rows.map((row) => [...row]))
  return table.toString().split('\n')
}

/** Columns that `text` takes in a terminal, as cli-table3 counts when it pads: wide characters take two. */
export function drawnWidth(text: string): number {
  const frame = new Table({ style: UNPADDED })
  frame.push([text])
  return frame.width - '┌┐'.length
}
