import type { JsonObject } from '../usage/json.ts'

/** Sees what becomes of each entry, beside the numbers that ScanAccount keeps. Called in file order, file by file. */
export interface ScanObserver {
  /** An entry is malformed. `reason` never quotes the log. */
  rejected(source: string, line: number, reason: string): void
  /** A format was handed an entry. `outcome` is null when it found nothing in it, or will tell only at the end of the file. */
  read(source: string, line: number, entry: JsonObject, format: string, outcome: Outcome | null): void
}

export type Outcome = 'calls' | 'folded' | 'malformed'
