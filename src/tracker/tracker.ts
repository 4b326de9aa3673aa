import { checkCounts } from '../usage/counts.ts'
import { isCall, type UsageRecord } from '../usage/record.ts'
import { type Origin, RecordRows, type RowsImage } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import { type AlikeCalls, alikeCalls } from './alike-calls.ts'
import type { PriceSpans } from './alike-sums.ts'
import type { Call, TracedCall } from './call.ts'
import type { CallState } from './call-state.ts'
import { dedupe, spendEmptied } from './dedupe.ts'
import { Donors } from './donors.ts'
import { type FileTally, talliesOf } from './file-tallies.ts'
import { ModelSums, type ModelUsage, sumOf, type UsageSummary } from './model-sums.ts'
import { callOf, statesOf, traceOf } from './row-states.ts'
import { restoreTotals, settleTotals } from './run-totals.ts'
import type { SavedRows } from './saved-rows.ts'

const LIBRARY: Origin = { file: 0, offset: 0, format: 'library' }
const COMPACT_ABOVE = 1 << 18

/**
 * Adds up usage records so that one call counts once, however often and wherever it was logged, in whatever order it
 * arrives. Memory: at most 100 bytes per distinct call, never per byte of log.
 */
export class TokenUsageTracker {
  private rows = new RecordRows()
  private donors = new Donors()
  private compacted = 0
  private settled = true
  private released = new ModelSums()
  /** True when totals of runs are left with what their calls do not account for. */
  private reduced = false

  /** A tracker that goes on from what others knew. */
  static of(rows: SavedRows): TokenUsageTracker {
    const tracker = new TokenUsageTracker()
    tracker.rows = rows
    tracker.donors = rows.donors
    tracker.settled = false
    return tracker
  }

  reset(): void {
    this.rows = new RecordRows()
    this.donors = new Donors()
    this.compacted = 0
    this.settled = true
    this.reduced = false
    this.released = new ModelSums()
  }

  /** Counts one call. Throws RangeError for anything but integers from 0 to 2^53−1. */
  addUsage(model: string, inputTokens: number, outputTokens: number): void {
    const counts = { cacheReadInputTokens: null, cacheCreationInputTokens: null, cacheCreation1hInputTokens: null }
    this.add({
      model,
      provider: null,
      counts: { ...counts, inputTokens, outputTokens, reasoningOutputTokens: null },
      identity: null,
      time: null,
    })
  }

  /**
   * Takes one record. False when it is no call: all counts zero, no fees, no cost beside its calls. Without an origin it is
   * not of a log, and its counts are checked as in `addUsage`.
   */
  add(record: UsageRecord, origin: Origin = LIBRARY): boolean {
    if (origin === LIBRARY) checkCounts(record.counts)
    if (!isCall(record)) return false
    this.rows.append(record, origin)
    this.rows.foldLast()
    this.compactAbove(origin.file)
    return true
  }

  /** Of its rows, until it is reset. */
  get tables(): RowTables {
    return this.rows
  }

  /** Takes calls of a file that are like others. */
  addStamped(calls: StampedCalls, file: number): void {
    this.rows.appendStamped(calls)
    this.compactAbove(file)
  }

  /** Takes all records of another tracker; calls that both know count once. File numbers are kept as they are. */
  merge(other: TokenUsageTracker): void {
    if (other === this) return
    this.donors.adopt(other.donors, this.adopt(other.rows.image()))
    this.released.merge(other.released)
    this.reduced ||= other.reduced
  }

  /** Takes rows that were made elsewhere, of whole files. The result maps their attribute numbers to ours. */
  adopt(image: RowsImage): readonly number[] {
    const numbers = this.rows.adopt(image)
    this.compactAbove(null)
    return numbers
  }

  /** Memory for so many bytes; rows that lie at its beginning when they are adopted need not be copied. */
  room(bytes: number): Buffer {
    return this.rows.behind(bytes)
  }

  /** As adopt, of rows that nobody else has or will use. */
  takeOver(image: RowsImage): void {
    this.rows.takeOver(image)
    this.compactAbove(null)
  }

  /** Sums of one model, or of every model by name. A model that was never seen has zeros. */
  getModelUsage(): Readonly<Record<string, ModelUsage>>
  getModelUsage(model: string): ModelUsage
  getModelUsage(model?: string): ModelUsage | Readonly<Record<string, ModelUsage>> {
    const sums = new ModelSums()
    sums.merge(this.released)
    for (const call of this.calls()) sums.add(call)
    return model === undefined ? sums.all() : sums.of(model)
  }

  getSummary(): UsageSummary {
    const models = this.getModelUsage()
    const { input_tokens, output_tokens, total_tokens, call_count } = sumOf('all models', Object.values(models))
    return {
      total_input_tokens: input_tokens,
      total_output_tokens: output_tokens,
      ...{ total_tokens, call_count, models },
    }
  }

  /** Every distinct call, once. The order is that of reading, by file number. */
  *calls(): Generator<Call> {
    this.settle()
    for (let row = 0; row < this.rows.length; row++) if (!this.rows.isSpent(row)) yield this.callAt(row)
  }

  /** The same calls, added up where nothing tells them apart but counts and time; `spans` as AlikeSums has it. */
  *alike(spans: PriceSpans): Generator<AlikeCalls> {
    this.settle()
    yield* alikeCalls(this.rows, (row) => this.callAt(row), spans)
  }

  /** The same calls in the same order, with what is known about their copies. */
  *traced(): Generator<TracedCall> {
    this.settle()
    const { rows } = this
    for (let row = 0; row < rows.length; row++)
      if (!rows.isSpent(row)) yield { call: this.callAt(row), ...traceOf(rows, row), folded: rows.foldedOf(row) }
  }

  /** The same calls and totals that they account for, with all that another tracker needs to go on from there. */
  *states(): Generator<CallState> {
    this.settle()
    yield* statesOf(this.rows, this.donors)
  }

  /** What each file number up to `files` keeps, after dedupe. Entries at offsets that `leftOut` names are not counted as entries. */
  tallies(files: number, leftOut: (file: number) => ReadonlySet<number> | null): readonly FileTally[] {
    this.settle()
    return talliesOf(this.rows, files, leftOut)
  }

  /** Drops the calls without identity that were read from `file`: it repeats another file to the byte. */
  foldAnonymous(file: number): void {
    const { rows } = this
    for (let row = 0; row < rows.length; row++) {
      if (rows.fileOf(row) === file && rows.has(row, FLAG.anonymous)) rows.flag(row, FLAG.dead)
    }
    rows.squeeze()
  }

  /**
   * Gives up the calls without identity, which no later record can change: `calls` has them no more, the sums still do.
   * So a process that records for months needs memory only for calls that could come again.
   */
  release(take: (call: Call) => void): void {
    const { rows } = this
    for (let row = 0; row < rows.length; row++) {
      if (!rows.has(row, FLAG.anonymous) || rows.has(row, FLAG.total)) continue
      const call = this.callAt(row)
      take(call)
      this.released.add(call)
      rows.flag(row, FLAG.dead)
    }
    rows.squeeze()
    this.compacted = rows.length
  }

  private compactAbove(openFile: number | null): void {
    this.settled = false
    if (this.rows.length > COMPACT_ABOVE + this.compacted * 1.5) this.compact(openFile)
  }

  private settle(): void {
    if (this.settled) return
    this.compact(null)
    spendEmptied(this.rows)
    this.reduced = settleTotals(this.rows, (row) => this.donors.fill(this.rows, row))
    this.settled = true
  }

  private compact(openFile: number | null): void {
    if (this.reduced) restoreTotals(this.rows)
    this.reduced = false
    dedupe(this.rows, this.donors, openFile)
    this.compacted = this.rows.length
  }

  private callAt(row: number): Call {
    return callOf(this.rows, this.donors, row)
  }
}
