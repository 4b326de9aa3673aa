import type { Format } from '../formats/format.ts'
import { COUNTS } from '../usage/count-sums.ts'
import type { Attributes, UsageRecord } from '../usage/record.ts'
import type { Stamp, StampedCall } from '../usage/stamped-call.ts'
import { timeOf } from '../usage/time.ts'
import type { ScanAccount } from './account.ts'
import { type Kernel, NOTHING } from './kernel.ts'
import type { Found, Projection } from './projection.ts'
import { attributesIn, countIn, rolesOf, type Template, templateOf } from './template.ts'

/** Templates beyond which all are forgotten; the kernel has room for twice as many. */
const MOST_TEMPLATES = 1024
/** After so many more templates than lines that were known by one, no more are made. */
const PATIENCE = 256
/** Sets of attributes beyond which all are forgotten. */
const MOST_ATTRIBUTES = 1 << 16

/**
 * Lines that hold what a line before them held, but for what their format says of a call's identity, time, counts and
 * attributes. The kernel tells them by a hash of 64 bits, as calls are told apart by one; no object is made of them, and no
 * reader asked: their record is that of the line before, with these four of their own.
 */
export class KnownLines {
  private readonly projection: Projection
  private readonly kernel: Kernel
  private readonly roots = new Map<Format, number>()
  /** By number. */
  private templates: (Template | null)[] = [null]
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
    const { repeats, wants } = format
    const rides = repeats !== undefined && wants !== undefined
    const root = rides ? (this.projection.treeOf(wants, rolesOf(format))?.root ?? 0) : 0
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
   * Hands over the calls of the rows that the kernel wrote last, with the address of their line; false = it is no call. Counts
   * what became of the lines. The result is the name of their format; null when there was no call.
   */
  take(account: ScanAccount, add: (call: StampedCall, address: number) => boolean): string | null {
    const { rowWords: words, rowNumbers: numbers, rows } = this.kernel
    const { call } = this
    let calls = 0
    for (let row = 0; row < rows; row++) {
      const word = row * ROW_WORDS
      const number = row * ROW_NUMBERS
      const { stamp, time, sums, format } = this.templates[words[word]!]!
      call.stamp = stamp
      call.identity[0] = words[word + HASH]!
      call.identity[1] = words[word + HASH + 1]!
      const stated = numbers[number + TIME]!
      call.time[0] = time === 'text' ? stated : time === 'number' ? (timeOf(stated) ?? Number.NaN) : time
      for (let count = 0; count < COUNTS.length; count++)
        call.counts[count] = countIn(sums[count]!, numbers, number + FIRST_NUMBER)
      call.attributes = this.attributesOf(format, word)
      if (add(call, words[word + BEGIN]!)) calls++
    }
    this.known += rows
    account.lines += rows
    account.entriesWithCalls += calls
    account.callsFound += calls
    account.other += rows - calls
    return calls === 0 ? null : call.stamp.descriptor.format
  }

  /** A line of the format was read, and its reader told this record and nothing else. */
  learn(format: Format, found: Found, record: UsageRecord): void {
    if (!this.isNew(format)) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    const template = templateOf(this.projection, format, found, record)
    if (template !== null) this.add(low, high, this.templates.push(template) - 1)
  }

  /** A line of the format was read, and its reader told nothing. */
  learnNothing(format: Format): void {
    if (this.isNew(format)) this.add(this.kernel.likenessLow, this.kernel.likenessHigh, NOTHING)
  }

  /** Whether lines that are like the one that was read last should be known from now on. */
  private isNew(format: Format): boolean {
    if (format.repeats === undefined || this.made > this.known + PATIENCE) return false
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
    const found = projection.find(kernel.bytes, from, to, format.wants!, rolesOf(format))!
    return Object.freeze(attributesIn(projection.objectOf(found), format))
  }
}

/** Places in a row, in words and in numbers: see kernel/row.ts. */
const [ROW_WORDS, BEGIN, END, HASH, SHARED] = [32, 1, 2, 4, 6]
const [ROW_NUMBERS, TIME, FIRST_NUMBER] = [16, 4, 5]

function likenessIn({ likenessLow, likenessHigh }: Kernel): string {
  return `${likenessLow}:${likenessHigh}`
}

const NO_STAMP: Stamp = {
  descriptor: { model: null, provider: null, mode: null, region: null, calls: 1, keepLoggedCost: false, format: '' },
  ...{ loggedCostUsd: null, partial: false, stated: 0 },
}
