/** The size of a row of the kernel and the places in it that are read here, in words of four bytes: see kernel/row.ts. */
export const ROW_SIZE = 64
export const ROW = { template: 0, begin: 1, lines: 2, time: 6, places: 8 } as const

/**
 * Where rows of the kernel begin and end, in words; how much further on in the file an address in them lies; the number of the
 * line from which on rows count the lines before theirs.
 */
export interface RowRange {
  readonly from: number
  readonly to: number
  readonly base: number
  readonly line: number
}
