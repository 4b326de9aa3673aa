import type { EntryPlace, FileContext, Format, OwnRows, RecordSink } from '../formats/format.ts'
import { MalformedUsage } from '../usage/count.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { ScanAccount } from './account.ts'
import type { CallSink } from './call-sink.ts'
import type { BrokenReason, EntryListener } from './entry-listener.ts'
import { FileReaders } from './file-readers.ts'
import type { KnownLines, LineSink } from './known-lines.ts'
import type { Outcome } from './observer.ts'
import { Outcomes } from './outcomes.ts'
import { objectsIn, parseEntry } from './parse-entry.ts'
import { isSavedReport, type Manner, Recognition, type RecognizedEntry } from './recognition.ts'
import { isSilentOn } from './silence.ts'
import { Told } from './told.ts'

/** One file's entries through the formats: recognizes, reads, counts what became of each entry. */
export class FileScan implements EntryListener, RecordSink, LineSink {
  readonly account = new ScanAccount()
  /** Texts of saved reports of our own: they are added as they are, not read as logs. */
  readonly reports: string[] = []
  /** Facts that formats told about the file, by code. */
  warnings: ReadonlyMap<string, string> = NO_WARNINGS
  at: EntryPlace = { offset: 0, line: 0 }
  private readonly file: number
  private readonly context: FileContext
  private readonly calls: CallSink
  private readonly manner: Manner
  private readonly recognition: Recognition
  private readonly lines: KnownLines | null
  readonly readers: FileReaders
  private format = ''
  private readonly told = new Told()
  /** What became of earlier entries, by offset, for readers that may come back to them; absent = other. */
  private readonly outcomes = new Outcomes()

  constructor(file: number, context: FileContext, calls: CallSink, manner: Manner) {
    this.file = file
    this.context = context
    this.readers = new FileReaders(context)
    this.calls = calls
    this.manner = manner
    this.recognition = new Recognition(manner)
    this.lines = manner.sparse?.lines ?? null
    this.lines?.begin(file, calls)
    manner.shapes?.begin(file, calls)
  }

  repeated(buffer: Buffer, from: number, to: number, offset: number, more = false): boolean {
    const isKnown = this.recognition.isKnown(buffer, from, to, more)
    if (isKnown) this.manner.shapes!.take(this.account, offset)
    return isKnown
  }

  entry(buffer: Buffer, from: number, to: number, offset: number, line: number): void {
    if (this.repeated(buffer, from, to, offset, true)) return
    const sparse = this.recognition.sparse(buffer, from, to)
    if (sparse === null) this.pushWhole(buffer.subarray(from, to), offset, line)
    else this.pushSparse(sparse, offset, line)
  }

  get root(): number {
    return this.recognition.root
  }

  get every(): boolean {
    return this.root !== 0 && this.lines!.every
  }

  seen(passed: number, stranger: boolean): void {
    this.lines!.seen(passed, stranger)
  }

  passed(buffer: Buffer, from: number, to: number): void {
    const sparse = this.recognition.sparse(buffer, from, to)
    if (sparse === null) return
    const { kind, format, entry } = sparse
    if (kind === 'nothing' || (format.repeats !== undefined && isSilentOn(this.readers.of(format), entry)))
      sparse.learnNothing()
  }

  rows(base: number, line: number): void {
    const format = this.recognition.settle()
    this.readers.of(format) // it has a say in what follows, though its reader may be asked nothing
    this.lines!.take(this.account, format, this, base, line)
  }

  readRows(format: Format, entry: JsonObject, rows: OwnRows): number {
    ;[this.at, this.format] = [rows.place(0), format.name]
    return this.readers.of(format).pushRows!(entry, rows, this)
  }

  text(buffer: Buffer, from: number, to: number, offset: number, line: number): void {
    const bytes = buffer.subarray(from, to)
    // A line of text that is no JSON reaches the formats as an entry of its own shape: { text }.
    const objects = objectsIn(bytes)
    if (objects.length > 0) this.pushAll(objects, offset, line)
    else if (bytes.includes('{"')) this.broken(line, true, 'not valid JSON')
    else this.push({ text: bytes.toString() }, offset, line)
  }

  /** No format is asked: whatever it is, it counts as in a scan that does not look at such entries. */
  unmarked(buffer: Buffer, from: number, to: number, line: number): void {
    const bytes = buffer.subarray(from, to)
    const isObject = bytes[0] === OPEN_OBJECT
    const { objects, broken } = isObject ? parseEntry(bytes) : { objects: objectsIn(bytes), broken: false }
    if (broken) this.broken(line, false, 'not valid JSON')
    else this.others(1)
    for (const object of this.manner.observer === null ? [] : objects) {
      const name = this.recognition.formatOf(object)?.name
      if (name !== undefined) this.manner.observer?.read(this.context.name, line, object, name, null)
    }
  }

  others(count: number): void {
    this.account.lines += count
    this.account.other += count
  }

  broken(line: number, candidate: boolean, reason: BrokenReason): void {
    this.account.lines++
    this.malformed(line, reason, candidate)
  }

  /** Lets the readers say what they can say only at the end. */
  close(): void {
    for (const { format, reader } of this.readers.all) {
      ;[this.at, this.format] = [{ offset: -1, line: 0 }, format.name]
      reader.close?.(this)
    }
  }

  record(record: UsageRecord, at: EntryPlace = this.at): void {
    this.told.record(record, at !== this.at)
    const { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens } = record.counts
    const input = inputTokens ?? 0
    if (input + (outputTokens ?? 0) > Number.MAX_SAFE_INTEGER) {
      this.reject('input and output add up to more than 2^53-1', at)
      return
    }
    if ((cacheReadInputTokens ?? 0) + (cacheCreationInputTokens ?? 0) > input)
      this.note('cache_above_input', CACHE_ABOVE)
    if (!this.calls.add(record, { file: this.file, offset: at.offset, format: this.format })) return
    this.account.found(record.calls ?? (record.calls === null ? 0 : 1), at.offset, input + (outputTokens ?? 0))
    this.account.has(this.format)
    if (at.offset === this.at.offset) this.told.recorded = true
    else this.outcomes.reconsider(at.offset, 'calls', this.account)
  }

  reject(reason: string, at: EntryPlace = this.at): void {
    this.told.something()
    if (at.offset === this.at.offset) this.told.rejected ??= reason
    else if (this.outcomes.reconsider(at.offset, 'malformed', this.account)) this.malformed(at.line, reason, true)
  }

  folded(at: EntryPlace = this.at): void {
    this.told.something()
    this.account.callsFound++
    if (at.offset === this.at.offset) this.told.folded = true
    else this.outcomes.reconsider(at.offset, 'folded', this.account)
  }

  warn(code: string, message: string): void {
    this.told.something()
    this.note(code, message)
  }

  private note(code: string, message: string): void {
    if (!this.warnings.has(code)) this.warnings = new Map([...this.warnings, [code, message]])
  }

  /** Objects that stand on one line. A saved report among others would have lost its exact digits by now. */
  private pushAll(objects: readonly JsonObject[], offset: number, line: number): void {
    for (const [index, object] of objects.entries()) {
      if (isSavedReport(object)) {
        this.account.lines++
        this.malformed(line, 'a saved report must stand alone on its line', true)
      } else this.push(object, offset + index, line)
    }
  }

  private pushWhole(bytes: Buffer, offset: number, line: number): void {
    const { objects, others, broken } = this.recognition.parse(bytes)
    this.told.begin()
    if (!broken && objects.length === 1 && isSavedReport(objects[0]!)) this.reports.push(bytes.toString())
    else this.pushAll(objects, offset, line)
    this.others(others)
    if (broken) this.broken(line, true, 'not valid JSON')
    else if (objects.length === 1 && others === 0) this.recognition.learn(bytes, objects[0]!, this.told.onlyRecord)
  }

  private push(entry: JsonObject, offset: number, line: number): void {
    const format = this.recognition.formatOf(entry)
    const outcome = format === null ? null : this.read(format, entry, { offset, line })
    if (format === null) this.others(1)
    else this.manner.observer?.read(this.context.name, line, entry, format.name, outcome)
  }

  private pushSparse(sparse: RecognizedEntry, offset: number, line: number): void {
    const { kind, format, entry } = sparse
    if (kind === 'nothing') {
      this.others(1)
      sparse.learnNothing()
      return
    }
    this.read(format, entry, { offset, line })
    const { isNothing, onlyRecord } = this.told
    if (kind === 'again') sparse.learnAgain(onlyRecord)
    if (format.repeats !== undefined && isNothing) sparse.learnNothing()
    if (format.repeats !== undefined && onlyRecord !== null) sparse.learn(onlyRecord)
  }

  /** Shows the format's reader one entry; counts what became of it. */
  read(format: Format, entry: JsonObject, at: EntryPlace): Outcome | null {
    const { account } = this
    account.lines++
    ;[this.at, this.format] = [at, format.name]
    this.told.begin()
    const reader = this.readers.of(format)
    try {
      reader.push(entry, this)
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
      this.told.rejected ??= error.reason
    }
    const { outcome } = this.told
    if (outcome === 'malformed') this.malformed(at.line, this.told.rejected!, true)
    else if (outcome === 'calls') account.entriesWithCalls++
    else if (outcome === 'folded') account.folded++
    else account.other++
    if (outcome === 'malformed' && this.told.recorded) account.mix(at.offset)
    if (outcome !== null && reader.close !== undefined) this.outcomes.set(at.offset, outcome)
    return outcome
  }

  private malformed(line: number, reason: string, usage: boolean): void {
    this.account.reject(line, reason, usage)
    this.manner.observer?.rejected(this.context.name, line, reason)
  }
}

const OPEN_OBJECT = 123
const NO_WARNINGS: ReadonlyMap<string, string> = new Map()
const CACHE_ABOVE = 'calls with more cached tokens than input tokens; each part is priced as the log states it'
