import type { RecordSink } from '../formats/format.ts'
import { tokencost } from '../formats/tokencost.ts'
import type { LogLine } from '../formats/tokencost-line.ts'
import { ModelPricing } from '../pricing/model-pricing.ts'
import type { TokenUsageReport } from '../report/report.ts'
import type { TokenUsageTracker } from '../tracker/tracker.ts'
import { MalformedUsage } from '../usage/count.ts'
import type { JsonObject } from '../usage/json.ts'
import { type Attributes, isCall, type UsageRecord } from '../usage/record.ts'
import { type CallDetails, logLine, plainUsage } from './log-line.ts'
import { LogWriter } from './log-writer.ts'
import type { UsageMetrics } from './opentelemetry.ts'
import { type OnProblem, type ProblemCode, Problems } from './problems.ts'
import { currentRun, type Run } from './run-context.ts'
import { UsageBook } from './usage-book.ts'

export interface RecorderOptions {
  /** The log that calls are appended to, as JSON lines; absent = no log. Folders above it are made. */
  readonly file?: string
  /** Of every call; those of a run, a client and a single call win over them. */
  readonly attributes?: Attributes
  /** Absent = the shipped prices. Prices decide no token count and stand in no log. */
  readonly pricing?: ModelPricing
  /** Told once about each kind of problem; absent = a warning of the process. */
  readonly onProblem?: OnProblem
  /** OpenTelemetry instruments that get the same numbers. */
  readonly metrics?: UsageMetrics
  /** Bytes of lines that may wait for a log that cannot be written. 1 MiB. */
  readonly maxBuffered?: number
}

const MIB = 1 << 20

/**
 * Takes the usage of calls where they are made: into a tracker, and into a log that `tokencost report` reads. Nothing that
 * goes wrong here is thrown: a call never fails because its usage could not be recorded.
 */
export class UsageRecorder {
  private readonly problemsSeen: Problems
  private readonly writer: LogWriter | null
  private readonly attributes: Attributes
  private readonly metrics: UsageMetrics | null
  private readonly book: UsageBook
  /** Books of runs that have not ended. */
  private readonly open = new Set<UsageBook>()
  private pricing: ModelPricing | null
  private loading: Promise<ModelPricing> | null = null

  constructor({ file, attributes, pricing, onProblem, metrics, maxBuffered }: RecorderOptions = {}) {
    this.problemsSeen = new Problems(onProblem)
    this.writer = file === undefined ? null : new LogWriter(file, this.problemsSeen, maxBuffered ?? MIB)
    this.attributes = attributes ?? {}
    this.metrics = metrics ?? null
    this.pricing = pricing ?? null
    this.book = new UsageBook(this.pricesAtHand)
  }

  /**
   * Records one call by whatever the provider states as its usage: any shape that `tokencost formats` knows. A usage of
   * an unknown shape, or null, is a call whose tokens are not known; never a call of zero tokens.
   */
  record(
    model: string | null,
    usage: object | null,
    attributes: Attributes = NO_ATTRIBUTES,
    details: CallDetails = {},
  ): void {
    this.recordIn(currentRun(), model, usage, attributes, details)
  }

  /** As record, for a call that belongs to `run` rather than to the one at hand. */
  recordIn(
    run: Run | null,
    model: string | null,
    usage: object | null,
    attributes: Attributes,
    details: CallDetails,
  ): void {
    try {
      const all = joined(this.attributes, run?.attributes, attributes)
      const { line, records } = this.read(logLine(model, usage === null ? {} : plainUsage(usage), all, details))
      const calls = records.filter(isCall)
      if (calls.length === 0) return
      this.writer?.write(JSON.stringify(line))
      const book = run?.bookOf(this) ?? this.book
      for (const call of calls) {
        book.add(call)
        run?.spend(call)
      }
      if (this.metrics !== null) this.measure(this.metrics, calls, details.operation ?? 'chat')
    } catch (error) {
      this.problem('recording_failed', 'the usage of a call could not be recorded', error)
    }
  }

  /** Writes what waits. Done by itself at the end of each turn of the event loop, and when the process ends. */
  flush(): void {
    this.writer?.flush()
  }

  /** Flushes and lets go of the log; it is opened again by the next call. */
  close(): void {
    this.writer?.end()
  }

  /** The sums of everything recorded, runs that have not ended included. */
  get tracker(): TokenUsageTracker {
    return this.whole().tracker
  }

  /** The report of everything recorded so far. */
  async report(): Promise<TokenUsageReport> {
    const pricing = await this.prices()
    return this.whole().report(pricing)
  }

  /** The prices of this recorder. */
  prices(): Promise<ModelPricing> {
    if (this.pricing !== null) return Promise.resolve(this.pricing)
    this.loading ??= ModelPricing.load().then((pricing) => {
      this.pricing = pricing
      return pricing
    })
    return this.loading
  }

  /** How often each kind of problem happened. */
  get problems(): ReadonlyMap<ProblemCode, number> {
    return this.problemsSeen.all()
  }

  /** Lines that never reached the log. */
  get lost(): number {
    return this.writer?.lost ?? 0
  }

  problem(code: ProblemCode, message: string, cause?: unknown): void {
    this.problemsSeen.report(code, message, cause)
  }

  /** A book for the calls of a run; `closeBook` puts it into another one, or into the recorder's own. */
  openBook(): UsageBook {
    const book = new UsageBook(this.pricesAtHand)
    this.open.add(book)
    return book
  }

  closeBook(book: UsageBook, parent: UsageBook | null): void {
    this.open.delete(book)
    const into = parent ?? this.book
    into.absorb(book)
  }

  private measure(metrics: UsageMetrics, calls: readonly UsageRecord[], operation: string): void {
    if (this.pricing !== null) metrics.add(calls, this.pricing, operation)
    else
      this.prices().then(
        (pricing) => metrics.add(calls, pricing, operation),
        () => metrics.add(calls, null, operation),
      )
  }

  private whole(): UsageBook {
    if (this.open.size === 0) return this.book
    return UsageBook.joined([this.book, ...this.open], this.pricesAtHand)
  }

  private readonly pricesAtHand = (): ModelPricing | null => {
    if (this.pricing === null && this.loading === null)
      this.prices().catch((error) => this.problem('no_prices', 'the shipped prices cannot be loaded', error))
    return this.pricing
  }

  /** The call as our own reader sees the line, so that the log and the tracker cannot differ. */
  private read(line: LogLine): { readonly line: LogLine; readonly records: readonly UsageRecord[] } {
    try {
      const records = recordsOf(line)
      if (Object.keys(line.usage).length > 0) return { line, records }
      this.problem('no_usage', `${line.model ?? 'a call'}: no usage is stated; its tokens are not known`)
      return { line, records }
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
      const message = `${line.model ?? 'a call'}: ${error.reason}; the call is recorded with unknown tokens`
      this.problem('unknown_usage', message, error)
      const unknown = { ...line, usage: {} }
      return { line: unknown, records: recordsOf(unknown) }
    }
  }
}

const NOWHERE = { name: '', sibling: () => null }
const reader = tokencost.open(NOWHERE)

function recordsOf(line: LogLine): readonly UsageRecord[] {
  const records: UsageRecord[] = []
  const sink: RecordSink = {
    at: { offset: 0, line: 1 },
    record: (record) => records.push(record),
    reject: (reason) => {
      throw new MalformedUsage(reason)
    },
    folded: () => {},
    warn: () => {},
  }
  reader.push(line as unknown as JsonObject, sink)
  return records
}

/** Later attributes win, label by label. */
function joined(...all: readonly (Attributes | undefined)[]): Attributes {
  let result: Attributes = NO_ATTRIBUTES
  for (const attributes of all) {
    if (attributes === undefined || attributes === NO_ATTRIBUTES) continue
    const labels = attributes.labels === undefined ? result.labels : { ...result.labels, ...attributes.labels }
    result = { ...result, ...attributes, ...(labels !== undefined && { labels }) }
  }
  return result
}

const NO_ATTRIBUTES: Attributes = {}
