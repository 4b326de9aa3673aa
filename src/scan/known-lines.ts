import type { Format } from '../formats/format.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import type { ScanAccount } from './account.ts'
import { CallRows } from './call-rows.ts'
import { type Kernel, NOTHING } from './kernel.ts'
import type { Found, Projection } from './projection.ts'
import { RecurringEntry } from './recurring-entry.ts'
import { ROW, ROW_SIZE } from './row.ts'
import { type Template, templateOf } from './template.ts'
import { wantedBy } from './wanted-by.ts'

/** Templates beyond which all are forgotten; the kernel has room for twice as many. */
const MOST_TEMPLATES = 1024
/** After so many more templates than lines that were known by one, no more are made. */
const PATIENCE = 256

/** Takes calls of lines that are known. */
export interface CallTaker {
  calls(calls: StampedCalls): void
  /** Some of these calls have more cached tokens than input. */
  cacheAboveInput(): void
}

/** Takes what lines hold that are known. */
export interface LineSink extends CallTaker {
  /** An entry for the reader of its format; so many lines stand before it. */
  entry(format: Format, entry: JsonObject, offset: number, before: number): void
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
  private readonly rows: CallRows

  constructor(projection: Projection) {
    this.projection = projection
    this.kernel = projection.kernel
    this.rows = new CallRows(projection)
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
   * Hands over what the rows hold that the kernel wrote last; `offsetOf` an address in the file. Counts what became of the lines
   * with calls.
   */
  take(account: ScanAccount, sink: LineSink, offsetOf: (address: number) => number): void {
    const { kernel, rows: made } = this
    const { rowWords: words, rows } = kernel
    this.known += rows
    for (let word = 0; word < rows * ROW_SIZE; word += ROW_SIZE) {
      const template = this.templates[words[word + ROW.template]!]!
      const offset = offsetOf(words[word + ROW.begin]!)
      if (template instanceof RecurringEntry) {
        this.handOver(account, sink)
        sink.entry(template.format, template.filled(kernel, word + ROW.places), offset, words[word + ROW.lines]!)
        continue
      }
      const tokens = made.add(template, word, offset)
      account.lines++
      if (tokens === 0) account.other++
      else account.found(1, offset, tokens)
    }
    this.handOver(account, sink)
  }

  private handOver(account: ScanAccount, sink: LineSink): void {
    const { calls, isCacheAboveInput } = this.rows
    if (isCacheAboveInput) sink.cacheAboveInput()
    this.rows.isCacheAboveInput = false
    if (calls.length === 0) return
    account.entriesWithCalls += calls.length
    account.has(calls.stamps[0]!.descriptor.format)
    sink.calls(calls)
    calls.length = 0
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
}

function canBeKnown({ repeats, recurs }: Format): boolean {
  return repeats !== undefined || recurs !== undefined
}

function likenessIn({ likenessLow, likenessHigh }: Kernel): string {
  return `${likenessLow}:${likenessHigh}`
}
