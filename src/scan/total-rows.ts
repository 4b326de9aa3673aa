import type { RunningRows, TakenRows } from '../formats/format.ts'
import { CACHE_CREATION, CACHE_READ, countsIn, INPUT, OUTPUT } from '../usage/count-cells.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { TokenCounts } from '../usage/counts.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import type { KernelExports } from './kernel-exports.ts'
import { ROW_SIZE, type RowRange } from './row.ts'

/** What the kernel is told behind the stamp, in floats, and where words follow: see kernel/totals.ts. */
const TOLD = { known: 11, leastTime: 17, leastNumber: 18, words: 38 } as const
/** The last words: each sum by its number among COUNTS, the first two with the letters before them in an identity. */
const SUMS = [INPUT, '#'.charCodeAt(0), OUTPUT, '+'.charCodeAt(0), CACHE_READ, CACHE_CREATION]

/** Where rows have what: the place of their time, and of each number by its index; below 0 = they have none. */
export interface TotalPlaces {
  readonly time: number
  readonly numbers: readonly number[]
}

/** Rows with running totals, and the calls that the kernel makes of them. */
export class TotalRows implements StampedCalls {
  /** In the kernel's memory. */
  readonly words: Uint32Array
  /** All calls but the last one, which is not told: see TakenRows. */
  length = 0
  mayRepeat = false
  /** Of where the calls are and of their tokens, as an account has it. */
  digest = 0
  /** How many rows state what the one before them does. */
  repeats = 0
  private readonly exports: KernelExports
  /** What the kernel is told, and the same bytes as floats. */
  private readonly told: Uint32Array
  private readonly toldNumbers: Float64Array
  private readonly results: Uint32Array

  constructor(exports: KernelExports) {
    const { RECORDS, RESULT, TOTALS } = exports
    const { buffer } = exports.memory
    this.exports = exports
    this.words = new Uint32Array(buffer, RECORDS.value)
    this.told = new Uint32Array(buffer, TOTALS.value)
    this.toldNumbers = new Float64Array(buffer, TOTALS.value)
    this.results = new Uint32Array(buffer, RESULT.value, 5)
  }

  /** No row is taken yet. */
  clear(): void {
    this.length = this.digest = this.repeats = 0
  }

  /** Takes rows from the first one of a range on; calls are made like the stamp. */
  take(totals: RunningRows, stamp: Uint32Array, places: TotalPlaces, { from, to, base }: RowRange): TakenRows {
    const { results } = this
    const rows = this.exports.ROWS.value
    const rowAt = (address: number) => ((address - rows) / 4 - from) / ROW_SIZE
    this.tell(totals, stamp, places)
    const length = rowAt(this.exports.recordTotals(rows + from * 4, rows + to * 4, base))
    if (length > 0) totals.counter.keep(this.toldNumbers.subarray(TOLD.known, TOLD.known + COUNTS.length))
    this.length = Math.max(0, results[0]! - 1)
    this.repeats = results[2]!
    this.digest = results[3]!
    this.mayRepeat = results[4] !== 0
    return { length, latest: results[0] === 0 ? null : { row: rowAt(results[1]!), counts: this.latestCounts() } }
  }

  private latestCounts(): TokenCounts {
    const word = this.length * ROW_WORDS
    return countsIn(this.words.subarray(word + WORD.counts, word + ROW_WORDS), this.words[word + WORD.stated]!)
  }

  private tell(totals: RunningRows, stamp: Uint32Array, { time, numbers }: TotalPlaces): void {
    const { counter, identity, least, total, last } = totals
    const { told, toldNumbers } = this
    const placesOf = (indexes: readonly number[]) => indexes.map((index) => numbers[index] ?? -1)
    const statedAt = (indexes: readonly number[]) =>
      indexes.reduce((mask, index, count) => (index < 0 ? mask : mask | (1 << count)), 0)
    const words = [
      ...[
        identity.lo,
        identity.hi,
        Number(counter.begun),
        time,
        numbers[least.index]!,
        statedAt(total),
        statedAt(last),
      ],
      ...[...placesOf(total), ...placesOf(last), ...SUMS],
    ]
    told.set(stamp)
    told.set(words, TOLD.words)
    toldNumbers.set(counter.known, TOLD.known)
    toldNumbers[TOLD.leastTime] = least.time
    toldNumbers[TOLD.leastNumber] = least.number
  }
}
