/** A row of usage records: its size and what stands where in it, in words of four bytes. */
export const ROW_WORDS = 22
/** The same in floats of eight bytes, which come first. */
export const ROW_FLOATS = ROW_WORDS / 2

export const FLOAT = { time: 0, offset: 1, cost: 2 } as const

/** The delay of a row that has no time of its own. */
export const NO_TIME = 0xffffffff

/** The greatest count that a row holds. */
export const LARGEST_COUNT = 0xffffffff

/** The counts are as many words as COUNTS has names, in that order; `stated` has as many bits. */
export const WORD = {
  ...{ ownDelay: 6, idLow: 7, idHigh: 8, descriptor: 9, attribute: 10, extra: 11 },
  ...{ file: 12, folded: 13, stated: 14, flags: 15, counts: 16 },
} as const

/**
 * `mixed`: copies with other attributes were folded into the row; see tracker/donors.ts. `total`: no call but the total of
 * a run; `spent`: its calls account for all of it; `costed`: the cost that a total states includes its own; see
 * tracker/run-totals.ts.
 */
export const FLAG = {
  ...{ anonymous: 1, update: 2, partial: 4, dead: 8, mixed: 16 },
  ...{ total: 32, spent: 64, costed: 128 },
} as const
