import type { Format } from '../formats/format.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { JsonObject } from '../usage/json.ts'
import type { Attributes, UsageRecord } from '../usage/record.ts'
import type { Stamp, StampedCall } from '../usage/stamped-call.ts'
import { timeOf } from '../usage/time.ts'
import type { ScanAccount } from './account.ts'
import { type Kernel, NOTHING } from './kernel.ts'
import type { Found, Projection } from './projection.ts'
import { RecurringEntry } from './recurring-entry.ts'
import { attributesIn, countIn, type Template, templateOf } from './template.ts'
import { wantedBy } from './wanted-by.ts'

/** Templates beyond which all are forgotten; the kernel has room for twice as many. */
const MOST_TEMPLATES = 1024
/** After so many more templates than lines that were known by one, no more are made. */
const PATIENCE = 256
/** Sets of attributes beyond which all are forgotten. */
const MOST_ATTRIBUTES = 1 << 16

/** Takes what lines hold that are known. */
export interface LineSink {
  /** With the address of the line; false = it is no call. */
  call(call: StampedCall, address: number): boolean
  /** An entry for the reader of its format; so many lines stand before it. */
  entry(format: Format, entry: JsonObject, address: number, before: number): void
}

/**
 * Lines that hold what a line before them held, but for what their format says of a call's identity, time, counts and
 * attributes. The kernel tells them by a hash of 64 bits, as calls are told apart by one; no object is made of them, and no
 * reader asked: their record is that of the line before, with these four of their own. Other formats' readers are shown the
 * entry before, with the values of the line.
 */
export class KnownLines {
  private readonly projection: Projection
  private readonly kernel: Kernel
  private readonly roots = new Map<Format, number>()
  /** By number. */
  private templates: (Template | RecurringEntry | null)[] = [null]
  /** The likeness of each, as text. */
  private readonly likenesses = new Set<string>()
  private made = 0
  private known = 0
  private strangers = 0
  /** By the low half of the hash of their texts. */
  private readonly attributes = new Map<number, { readonly high: number; readonly value: Attributes }>()
  private lastLow = -1
  private lastHigh = -1
  private last: Attributes = {}
  private readonly call = {
    stamp: NO_STAMP,
    identity: new Uint32Array(2),
    time: new Float64Array(1),
    counts: new Float64Array(COUNTS.length),
    attributes: {} as Attributes,
  }

  constructor(projection: Projection) {
    this.projection = projection
    this.kernel = projection.kernel
    this.kernel.forgetTemplates()
  }

  /** The tree by which the kernel reads lines of a format; 0 = they cannot be known. */
  rootOf(format: Format): number {
    const known = this.roots.get(format)
    if (known !== undefined) return known
    const rides = canBeKnown(format) && format.wants !== undefined
    const root = rides ? (this.projection.treeOf(wantedBy(format))?.root ?? 0) : 0
    this.roots.set(format, root)
    return root
  }

  /** Whether each line of the format is worth reading by its tree, and not only those with a needle. */
  get every(): boolean {
    return this.made > 0 && this.strangers <= this.known / 4 + PATIENCE
  }

  /** When each line is read: how many were passed over, and whether then came one that was not known. */
  seen(passed: number, stranger: boolean): void {
    this.known += passed
    if (stranger) this.strangers++
  }

  /**
   * Hands over what the rows hold that the kernel wrote last. Counts what became of the lines with calls. The result is the name
   * of their format; null when there was no call.
   */
  take(account: ScanAccount, sink: LineSink): string | null {
    const { kernel, call } = this
    const { rowWords: words, rows } = kernel
    let lines = 0
    let calls = 0
    for (let row = 0; row < rows; row++) {
      const word = row * ROW_WORDS
      const template = this.templates[words[word]!]!
      if (template instanceof RecurringEntry) {
        const entry = template.filled(kernel, word + FIRST_PLACE)
        sink.entry(template.format, entry, words[word + BEGIN]!, words[word + LINES]!)
        continue
      }
      this.readCall(template, word)
      lines++
      if (sink.call(call, words[word + BEGIN]!)) calls++
    }
    this.known += rows
    account.lines += lines
    account.entriesWithCalls += calls
    account.other += lines - calls
    return calls === 0 ? null : call.stamp.descriptor.format
  }

  private readCall({ stamp, time, sums, format }: Template, word: number): void {
    const { call } = this
    const { rowWords: words, rowNumbers: numbers } = this.kernel
    call.stamp = stamp
    call.identity[0] = words[word + HASH]!
    call.identity[1] = words[word + HASH + 1]!
    const stated = numbers[(word + TIME) / 2]!
    call.time[0] = time === 'text' ? stated : time === 'number' ? (timeOf(stated) ?? Number.NaN) : time
    for (let count = 0; count < COUNTS.length; count++)
      call.counts[count] = countIn(sums[count]!, numbers, (word + FIRST_PLACE) / 2)
    call.attributes = this.attributesOf(format, word)
  }

  /** A line of the format was read, and its reader told this record and nothing else. */
  learn(format: Format, found: Found, record: UsageRecord): void {
    if (!this.isNew(format)) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    const template = templateOf(this.projection, format, found, record)
    if (template !== null) this.add(low, high, this.templates.push(template) - 1)
  }

  /** A line of the format was read, and its reader told nothing. */
  learnNothing(format: Format, found: Found): void {
    if (this.isNew(format) && !this.projection.saysTwice(found))
      this.add(this.kernel.likenessLow, this.kernel.likenessHigh, NOTHING)
  }

  /** A line of the format was read: its reader is to be shown those that are like it. */
  learnAgain(format: Format, found: Found): void {
    // A needle that is written with an escape is none.
    if (!this.isNew(format) || this.projection.holdsEscapes(found)) return
    if (this.projection.saysTwice(found)) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    this.add(low, high, this.templates.push(new RecurringEntry(this.projection, format, found)) - 1)
  }

  /** Whether lines that are like the one that was read last should be known from now on. */
  private isNew(format: Format): boolean {
    if (!canBeKnown(format) || this.made > this.known + PATIENCE) return false
    if (this.likenesses.size >= MOST_TEMPLATES) this.forget()
    return !this.likenesses.has(likenessIn(this.kernel))
  }

  private add(low: number, high: number, number: number): void {
    this.made++
    this.likenesses.add(likenessIn(this.kernel))
    this.kernel.addTemplate(low, high, number)
  }

  private forget(): void {
    this.templates = [null]
    this.likenesses.clear()
    this.kernel.forgetTemplates()
  }

  private attributesOf(format: Format, word: number): Attributes {
    const { rowWords: words } = this.kernel
    const [low, high] = [words[word + SHARED]!, words[word + SHARED + 1]!]
    if (low === this.lastLow && high === this.lastHigh) return this.last
    let known = this.attributes.get(low)
    if (known?.high !== high) {
      if (this.attributes.size >= MOST_ATTRIBUTES) this.attributes.clear()
      known = { high, value: this.readAttributes(format, words[word + BEGIN]!, words[word + END]!) }
      this.attributes.set(low, known)
    }
    this.lastLow = low
    this.lastHigh = high
    this.last = known.value
    return known.value
  }

  private readAttributes(format: Format, begin: number, end: number): Attributes {
    const { kernel, projection } = this
    const [from, to] = [kernel.positionOf(begin), kernel.positionOf(end)]
    const found = projection.find(kernel.bytes, from, to, wantedBy(format))!
    return Object.freeze(attributesIn(projection.objectOf(found), format))
  }
}

/** The size of a row and places in it, in words: see kernel/row.ts. */
const [ROW_WORDS, BEGIN, END, LINES, HASH, SHARED, TIME, FIRST_PLACE] = [64, 1, 2, 3, 4, 6, 8, 10]

function canBeKnown({ repeats, recurs }: Format): boolean {
  return repeats !== undefined || recurs !== undefined
}

function likenessIn({ likenessLow, likenessHigh }: Kernel): string {
  return `${likenessLow}:${likenessHigh}`
}

const NO_STAMP: Stamp = {
  descriptor: { model: null, provider: null, mode: null, region: null, calls: 1, keepLoggedCost: false, format: '' },
  ...{ loggedCostUsd: null, partial: false, stated: 0 },
}
