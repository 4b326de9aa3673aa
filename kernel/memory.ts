/**
 * What the caller and the kernel share, at fixed places: the caller writes tables and bytes, the kernel writes results.
 * The bytes stand between paddings, so that a vector load may begin before them or end behind them.
 */

/** Fixed places, in order. */
export const RESULT: usize = 0x400
export const NEEDLES: usize = 0x1000
export const NEEDLES_END: usize = 0x8000
export const BYTES: usize = 0x10000
/** How many bytes fit; 128 more behind them may be read. */
export const BYTES_LENGTH: usize = 0x200000
