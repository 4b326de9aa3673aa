/**
 * What the caller and the kernel share, at fixed places in order: the caller writes tables and bytes, the kernel results.
 * Vector loads may begin before bytes and end behind them, so nothing stands close to them.
 */

/** A few numbers that a function returns beside its result. */
export const RESULT: usize = 0x400
/** What `recordTotals` is told: see totals.ts. */
export const TOTALS: usize = 0x600
/** Where the digits of a number are put together, of which there are at most twenty. */
export const DIGITS_END: usize = 0x800
export const NEEDLES: usize = 0x1000
export const NEEDLES_END: usize = 0x8000
/** Trees of wanted keys. */
export const TREES: usize = 0x8000
export const TREES_END: usize = 0x48000
/** What `project` found: see projection.ts. */
export const FOUND: usize = 0x48000
export const FOUND_END: usize = 0x88000
/** Wanted strings one behind the other. */
export const TEXTS: usize = 0x88000
export const TEXTS_END: usize = 0xa7f00
/** What `scan` knows lines by, and what it found in those that it knows: see scan.ts. */
export const TEMPLATES: usize = 0xa8000
export const TEMPLATES_END: usize = 0xb0000
export const ROWS: usize = 0xb0000
export const ROWS_END: usize = 0xd0000
/** Where the shared texts of a line stand: see shared-texts.ts. */
export const LINE_TEXTS: usize = 0xd0000
export const LINE_TEXTS_END: usize = 0xd8000
/** Whole lines by their bytes: see skeleton.ts. */
export const SKELETONS: usize = 0xd8000
export const SKELETONS_END: usize = 0xe8000
/** What lines become that have a plan: see record.ts. Where the plan of a template begins, by its number; the plans; the records. */
export const PLAN_OF: usize = 0xe8000
export const PLANS: usize = 0xec000
export const PLANS_END: usize = 0x11c000
export const RECORDS: usize = 0x120000
export const RECORD_SIZE: usize = 88
export const RECORDS_END: usize = RECORDS + 512 * RECORD_SIZE
/** Numbers of hashes: see shared-texts.ts. */
export const HASHES: usize = 0x130000
export const HASHES_END: usize = 0x140000
/** The shared text that was met last under each key: see shared-texts.ts. */
export const KNOWN_TEXTS: usize = 0x140000
export const KNOWN_TEXTS_END: usize = 0x142000
export const BYTES: usize = 0x148000
/** How many bytes fit. Behind them as many may be read as a skeleton has (skeleton.ts). */
export const BYTES_LENGTH: usize = 0x200000
