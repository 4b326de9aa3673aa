/** Where the rows of a batch stand, and how many fit. Tables stand behind. */
export const BATCH: usize = 0x400
export const BATCH_ROWS: usize = 2048
export const ROOM: usize = 0x2c400

/** A row of src/usage/row-layout.ts: how long it is, in bytes, and what stands where in it. */
export const ROW: usize = 88
export const TIME: usize = 0
export const OFFSET: usize = 8
export const COST: usize = 16
export const ID: usize = 28
export const DESCRIPTOR: usize = 36
export const EXTRA: usize = 44
export const FILE: usize = 48
export const STATED: usize = 56
export const FLAGS: usize = 60
export const COUNTS: usize = 64

export const ANONYMOUS: u32 = 1
export const UPDATE: u32 = 2
export const PARTIAL: u32 = 4
export const DEAD: u32 = 8
export const SPENT: u32 = 64
export const COSTED: u32 = 128
/** Bits of what a row states. */
export const INPUT_OR_OUTPUT: u32 = 17

/** A row of the batch. */
export function rowAt(index: u32): usize {
  return BATCH + <usize>index * ROW
}
