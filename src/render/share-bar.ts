import { percentText } from './rows.ts'

const CELLS = 8
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** The bar and its percentage: '███▌      45%'. */
export function shareText(share: number): string {
  return `${barText(share)} ${percentText(share).padStart(4)}`
}

/** A share as a bar of at most 8 cells in steps of an eighth, always of the same width; something is never an empty bar. */
function barText(share: number): string {
  const eighths = share <= 0 ? 0 : Math.min(CELLS * 8, Math.max(1, Math.round(share * CELLS * 8)))
  return ('█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')).padEnd(CELLS)
}
