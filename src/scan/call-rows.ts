import type { Format } from '../formats/format.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { AttributeName, Attributes } from '../usage/record.ts'
import { StampedCalls } from '../usage/stamped-calls.ts'
import { timeOf } from '../usage/time.ts'
import { readCounts } from './count-places.ts'
import type { Projection } from './projection.ts'
import { ROW } from './row.ts'
import type { Template } from './template.ts'
import { wantedBy } from './wanted-by.ts'

/** Sets of attributes beyond which all are forgotten. */
const MOST_ATTRIBUTES = 1 << 16

/** Makes calls of the kernel's rows. */
export class CallRows {
  readonly calls: StampedCalls
  /** Some row had more cached tokens than input. */
  isCacheAboveInput = false
  private readonly projection: Projection
  /** By the low half of the hash of their texts. */
  private readonly attributes = new Map<number, { readonly high: number; readonly value: Attributes }>()
  /** What stands under the keys of a format, by number of the key. */
  private readonly names = new Map<Format, readonly (AttributeName | undefined)[]>()
  private lastLow = -1
  private lastHigh = -1
  private last: Attributes = {}

  constructor(projection: Projection) {
    this.projection = projection
    this.calls = new StampedCalls(projection.kernel.mostRows)
  }

  /** Adds what the row that begins at `word` holds to the calls; the result are its tokens, 0 = it is no call. */
  add({ stamp, time, sums, format }: Template, word: number, offset: number): number {
    const { calls } = this
    const { length, counts } = calls
    const { rowWords: words, rowNumbers: numbers } = this.projection.kernel
    readCounts(sums, numbers, (word + ROW.places) / 2, counts, length * COUNTS.length)
    const tokens = calls.tokensOf(length)
    if (calls.isCacheAboveInput(length)) this.isCacheAboveInput = true
    if (tokens === 0) return 0
    const stated = numbers[(word + ROW.time) / 2]!
    calls.stamps[length] = stamp
    calls.attributes[length] = this.attributesOf(format, word)
    calls.identities[length * 2] = words[word + ROW.hash]!
    calls.identities[length * 2 + 1] = words[word + ROW.hash + 1]!
    calls.times[length] = time === 'text' ? stated : time === 'number' ? (timeOf(stated) ?? Number.NaN) : time
    calls.offsets[length] = offset
    calls.length = length + 1
    return tokens
  }

  private attributesOf(format: Format, word: number): Attributes {
    const { rowWords: words } = this.projection.kernel
    const [low, high] = [words[word + ROW.shared]!, words[word + ROW.shared + 1]!]
    if (low === this.lastLow && high === this.lastHigh) return this.last
    let known = this.attributes.get(low)
    if (known?.high !== high) {
      if (this.attributes.size >= MOST_ATTRIBUTES) this.attributes.clear()
      known = { high, value: this.readAttributes(format, words[word + ROW.begin]!, words[word + ROW.end]!) }
      this.attributes.set(low, known)
    }
    this.lastLow = low
    this.lastHigh = high
    this.last = known.value
    return known.value
  }

  private readAttributes(format: Format, begin: number, end: number): Attributes {
    const { projection } = this
    const { kernel } = projection
    const [from, to] = [kernel.positionOf(begin), kernel.positionOf(end)]
    const found = projection.find(kernel.bytes, from, to, wantedBy(format))!
    const names = this.names.get(format) ?? found.tree.paths.map((path) => format.repeats!.attributes[path])
    this.names.set(format, names)
    return Object.freeze(projection.textsOf(found, names))
  }
}
