import type { ScanAccount } from './account.ts'
import type { Outcome } from './observer.ts'

const FIRST_ROOM = 256
/** Of most files nothing is noted. */
const NONE = new Float64Array(0)
const NO_CODES = new Uint8Array(0)
const NAMES: readonly Outcome[] = ['calls', 'folded', 'malformed']

/** What became of the entries of one file, by offset; of most nothing is noted. Nine bytes for each one noted in order. */
export class Outcomes {
  private offsets = NONE
  private codes = NO_CODES
  private length = 0
  /** Of entries that had none when others behind them were noted. */
  private late: Map<number, Outcome> | null = null

  get(offset: number): Outcome | undefined {
    const at = this.find(offset)
    return this.offsets[at] === offset && at < this.length ? NAMES[this.codes[at]!] : this.late?.get(offset)
  }

  set(offset: number, outcome: Outcome): void {
    const at = this.find(offset)
    if (at < this.length && this.offsets[at] !== offset) {
      this.late ??= new Map()
      this.late.set(offset, outcome)
      return
    }
    if (at === this.offsets.length) this.grow()
    this.offsets[at] = offset
    this.codes[at] = NAMES.indexOf(outcome)
    this.length = Math.max(this.length, at + 1)
  }

  /**
   * An entry that is over turns out to have a call, to be malformed, or to state a call that is known. True when that changes
   * what it counts as.
   */
  reconsider(offset: number, outcome: Outcome, account: ScanAccount): boolean {
    const known = this.get(offset)
    if (outcome === 'folded' && known !== undefined) return false
    if (known === 'malformed') account.mix(offset)
    if (known === outcome || known === 'malformed') return false
    if (known === 'calls') {
      account.entriesWithCalls--
      account.mix(offset)
    } else if (known === 'folded') account.folded--
    else account.other--
    if (outcome === 'calls') account.entriesWithCalls++
    if (outcome === 'folded') account.folded++
    this.set(offset, outcome)
    return true
  }

  /** The place of the first one at `offset` or behind it. */
  private find(offset: number): number {
    let [low, high] = [0, this.length]
    if (high === 0 || this.offsets[high - 1]! < offset) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.offsets[middle]! < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  private grow(): void {
    const [offsets, codes] = [this.offsets, this.codes]
    this.offsets = new Float64Array(Math.max(FIRST_ROOM, offsets.length * 2))
    this.offsets.set(offsets)
    this.codes = new Uint8Array(this.offsets.length)
    this.codes.set(codes)
  }
}
