/*
 * The loops over all rows. Each is there twice, to the same end: in JavaScript (Plain…), for few rows and for where there is no
 * WebAssembly, and by the kernel (Kernel…, row-kernel.ts). One that is not ended, for an error, costs the next one its start.
 */

/** Finds rows whose identity an earlier one has. Rows without identity and dead ones are none, nor are update rows of an open file. */
export interface CopyFinder {
  /** Adds rows from this one on, up to one whose identity was added before, which is the result; where none is, the number of rows. */
  addFrom(first: number): number
  /** The row with the same identity that was added before. */
  readonly known: number
  /** Puts `row` in the place of `known`. */
  replaceKnown(row: number): void
  end(): void
}

/** Adds up rows that are alike, in AlikeSums. */
export interface RowAdder {
  /** Adds rows from this one on, up to one that stays alone, which is the result; where there is none, the number of rows. */
  addFrom(first: number): number
  /** By now, if not before, the sums have what was added to them. */
  end(): void
}

/** Finds runs of rows of one file that are calls with counts, each of a later entry than the one before. */
export interface RunFinder {
  /**
   * Where a run ends that begins at `first`, whose entry is to be later than `latest`; it may be empty. By the kernel it also ends
   * where a batch does, and the next one goes on from there.
   */
  endOf(first: number, latest: number): number
  /** How many calls that run is, and how many of its rows are not final. */
  readonly calls: number
  readonly partial: number
  end(): void
}
