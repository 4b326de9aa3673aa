/** The size of a row of the kernel and places in it, in words of four bytes: see kernel/row.ts. */
export const ROW_SIZE = 64
export const ROW = { template: 0, begin: 1, end: 2, lines: 3, hash: 4, time: 6, places: 8 } as const
/** How many the kernel writes at most. */
export const MOST_ROWS = 512
