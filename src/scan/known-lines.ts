import type { EntryPlace, Format, OwnRows } from '../formats/format.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { ScanAccount } from './account.ts'
import { CallRows } from './call-rows.ts'
import type { CallSink } from './call-sink.ts'
import { type Kernel, NOTHING } from './kernel.ts'
import type { Found, Projection } from './projection.ts'
import { RecurringEntry } from './recurring-entry.ts'
import { ROW, ROW_SIZE, type RowRange } from './row.ts'
import { recordPlan, templateOf } from './template.ts'
import { wantedBy } from './wanted-by.ts'

/** Templates beyond which all are forgotten; the kernel has room for twice as many. */
const MOST_TEMPLATES = 1024
/** After so many more templates than lines that were known by one, no more are made. */
const PATIENCE = 256

/** Takes what lines hold that are known and become no calls at once. */
export interface LineSink {
  /** An entry for the reader of its format. */
  read(format: Format, entry: JsonObject, at: EntryPlace): void
  /** Rows of entries like this one; how many of them the reader took. */
  readRows(format: Format, entry: JsonObject, rows: OwnRows): number
}

/** What lines are of, and who is told of them. */
interface Lines {
  readonly account: ScanAccount
  readonly format: Format
  readonly sink: LineSink
}

/**
 * Lines that hold what a line before them held, but for what their format says a line may have of its own. The kernel tells them
 * by a hash of 64 bits, as calls are told apart by one. Where `repeats` or `restates` of the format says what record follows, it
 * makes that too: no object is made of them, and no reader asked. Of others it writes rows: their reader is told the values, or
 * shown the entry before with these in it.
 */
export class KnownLines {
  private readonly projection: Projection
  private readonly kernel: Kernel
  private readonly roots = new Map<Format, number>()
  /** Of them, the one that was asked for last. */
  private latest: Format | null = null
  private latestRoot = 0
  private sink!: CallSink
  private tables!: RowTables
  /** Of the file at hand. */
  private file = 0
  /** By number of the template; null = all its lines become records. */
  private templates: (RecurringEntry | null)[] = [null]
  /** The likeness of each, as text. */
  private readonly likenesses = new Set<string>()
  private made = 0
  private known = 0
  private strangers = 0
  private readonly calls: CallRows

  constructor(projection: Projection) {
    this.projection = projection
    this.kernel = projection.kernel
    this.calls = new CallRows(projection)
  }

  /** Lines come next of the file with this number. */
  begin(file: number, sink: CallSink): void {
    const { tables } = sink
    // What is known says numbers of the tables before.
    if (tables !== this.tables) this.forget()
    this.sink = sink
    this.tables = tables
    this.file = file
    this.kernel.setFile(file)
  }

  /** The tree by which the kernel reads lines of a format; 0 = they cannot be known. */
  rootOf(format: Format): number {
    if (format === this.latest) return this.latestRoot
    this.latest = format
    this.latestRoot = this.roots.get(format) ?? this.newRoot(format)
    return this.latestRoot
  }

  private newRoot(format: Format): number {
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
   * Hands over what is in the rows and records that the kernel wrote last, of lines of `format`; an address in rows lies `base`
   * bytes further on in the file, and the first of these lines is `line`. Counts what became of the lines.
   */
  take(account: ScanAccount, format: Format, sink: LineSink, base: number, line: number): void {
    const { kernel, calls } = this
    const { rows, found } = kernel
    this.known += rows + found
    if (rows > 0) this.takeEach({ from: 0, to: rows * ROW_SIZE, base, line }, { account, format, sink })
    if (found === 0) return
    calls.take(account, format, this.tables)
    this.sink.addStamped(calls, this.file)
  }

  private takeEach(rows: RowRange, lines: Lines): void {
    for (let { from } = rows; from < rows.to; ) {
      const template = this.templates[this.kernel.rowWords[from + ROW.template]!]!
      const range = { ...rows, from }
      const taken = this.takeRows(template, range, lines)
      if (taken === 0) this.showLine(template, range, lines)
      from += Math.max(taken, 1) * ROW_SIZE
    }
  }

  /** Shows the reader of their format the rows of a range; how many it took, from the first on. */
  private takeRows({ rows, entry }: RecurringEntry, range: RowRange, lines: Lines): number {
    if (rows === null) return 0
    const { account, format, sink } = lines
    const { totals } = this.kernel
    rows.begin(range)
    const taken = sink.readRows(format, entry, rows)
    const { length, repeats, digest } = totals
    account.lines += taken
    account.other += taken - length - repeats
    account.folded += repeats
    account.entriesWithCalls += length
    account.foundMany(length + repeats, digest)
    if (length > 0) {
      account.has(format.name)
      this.sink.addStamped(totals, this.file)
    }
    return taken
  }

  /** Shows the reader the line of the first row of a range. */
  private showLine(template: RecurringEntry, { from, base, line }: RowRange, lines: Lines): void {
    const { kernel } = this
    const { rowWords: words } = kernel
    const place = { offset: base + words[from + ROW.begin]!, line: line + words[from + ROW.lines]! }
    lines.sink.read(lines.format, template.filled(kernel, from + ROW.places), place)
  }

  /** A line of the format was read as this entry, of which its reader told this record and nothing else. */
  learn(format: Format, found: Found, entry: JsonObject, record: UsageRecord): void {
    if (!this.isNew(format)) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    const template = templateOf(this.kernel, format, found, entry, record, this.tables)
    const plan = template === null ? null : this.kernel.addPlan(recordPlan(template))
    if (plan !== null) this.add(low, high, this.templates.push(null) - 1, plan)
  }

  /** A line of the format was read, and its reader told nothing. */
  learnNothing(format: Format, found: Found): void {
    if (this.isNew(format) && !this.projection.saysTwice(found))
      this.add(this.kernel.likenessLow, this.kernel.likenessHigh, NOTHING)
  }

  /** A line of the format was read, of which its reader told this record alone (null = more, or nothing): others are to be read into it. */
  learnAgain(format: Format, found: Found, record: UsageRecord | null): void {
    // A needle that is written with an escape is none.
    if (!this.isNew(format) || this.projection.holdsEscapes(found)) return
    if (this.projection.saysTwice(found)) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    const template = new RecurringEntry(this.projection, format, found, record, this.tables)
    const plan = template.plan === null ? null : this.kernel.addPlan(template.plan)
    this.add(low, high, this.templates.push(template) - 1, plan ?? 0)
  }

  /** Whether lines that are like the one that was read last should be known from now on. */
  private isNew(format: Format): boolean {
    if (!canBeKnown(format) || this.made > this.known + PATIENCE) return false
    if (this.likenesses.size >= MOST_TEMPLATES) this.forget()
    return !this.likenesses.has(likenessIn(this.kernel))
  }

  private add(low: number, high: number, number: number, plan = 0): void {
    this.made++
    this.likenesses.add(likenessIn(this.kernel))
    this.kernel.addTemplate(low, high, number, plan)
  }

  private forget(): void {
    if (this.likenesses.size === 0) return
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
