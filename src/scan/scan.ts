import { needlesFor } from '../formats/built-in.ts'
import type { Format } from '../formats/format.ts'
import type { FileVersion } from '../sources/file-version.ts'
import { type ReadResult, readSource } from '../sources/read-source.ts'
import type { Source, SourceProblem } from '../sources/source.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Origin } from '../usage/record-rows.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import type { ScanAccount } from './account.ts'
import { EntryReader } from './entry-reader.ts'
import { FileScan } from './file-scan.ts'
import { Kernel } from './kernel.ts'
import { KnownShapes } from './known-shapes.ts'
import { LatinEntries } from './latin-entries.ts'
import { NeedleFinder } from './needles.ts'
import type { ScanObserver } from './observer.ts'
import type { LineBegin } from './read-window.ts'
import { MARK_OF_A_REPORT, type Manner } from './recognition.ts'
import { shippedNeedles } from './shipped-needles.ts'
import { SparseReader } from './sparse-reader.ts'
import { Surroundings } from './surroundings.ts'
import { type Task, wholeSource } from './task.ts'

export interface ScanOptions {
  readonly stdin: AsyncIterable<Buffer | string>
  /** Read every entry as this format; null = recognize each. */
  readonly format: Format | null
  /** Formats of the configuration, asked before the built-in ones. */
  readonly mapped?: readonly Format[]
  readonly observer?: ScanObserver | null
  /** Parse entries without any needle too. */
  readonly everyEntry: boolean
  /** Without the kernel: slower, and the same result. */
  readonly plain?: boolean
  /** Whether results may be kept: only then they say in `reuse` how they are used again. */
  readonly toBeKept?: boolean
  /** False when the record is no call at all. `origin.file` is the index of its source. */
  readonly add: (record: UsageRecord, origin: Origin) => boolean
  /** Those of the rows that calls are added to; others may take their place between two files. */
  readonly tables: RowTables
  /** The same of calls that are like others, none of them empty. */
  readonly addStamped: (calls: StampedCalls, file: number) => void
  /** After each piece: bytes read from disk since the last call, and the number of the file. */
  readonly onBytes: (bytes: number, file: number) => void
  /** After each file: its calls are complete. */
  readonly onFile: (file: number) => void
}

export interface FileResult {
  readonly source: Source
  readonly account: ScanAccount
  /** Texts of saved reports of our own that stood in it. */
  readonly reports: readonly string[]
  readonly problems: readonly SourceProblem[]
  /** False when nothing of it could be read. */
  readonly read: boolean
  /** Facts that formats told about the file, by code. */
  readonly warnings: ReadonlyMap<string, string>
  /** True when the result is that of its end alone: what was known of it was left out. */
  readonly resumed: boolean
  /** Where lines begin that come next, and may be read alone; null = they belong to what was read. */
  readonly end: LineBegin | null
  /** What tells whether a later run would find the same; null = it may not, or nobody asked. */
  readonly reuse: Reuse | null
}

/** A file that was read without any doubt. */
export interface Reuse {
  readonly version: FileVersion
  /** Where lines that are appended begin, which may be read alone; null = the file is to be read whole when it grows. */
  readonly end: LineBegin | null
  /** True when the result depends on the name that the file is reported by. */
  readonly named: boolean
}

const TURN_MS = 50

/** Reads all sources in order and hands every usage record to `add`. */
export async function scan(sources: readonly Source[], options: ScanOptions): Promise<readonly FileResult[]> {
  const scanner = new Scanner(options)
  const results: FileResult[] = []
  for (const source of sources) {
    const result = scanner.scanFile(wholeSource(source, results.length))
    results.push(result instanceof Promise ? await result : result)
  }
  return results
}

/** Reads one source after another through one buffer. Gives others a turn every 50 ms. */
export class Scanner {
  private readonly options: ScanOptions
  private readonly entries: EntryReader
  private readonly manner: Manner
  /** The number of the one at hand. */
  private file = -1
  private lastTurn = Date.now()

  constructor(options: ScanOptions) {
    const { format, mapped = [], observer = null } = options
    const shipped = format === null && mapped.length === 0 ? shippedNeedles() : null
    const needles = shipped?.needles ?? needlesFor(format, mapped)
    const kernel = options.plain ? null : Kernel.load()
    // Mapped formats may look at any key, and observers are shown whole entries.
    const mayBeSparse = mapped.length === 0 && observer === null
    const sparse = mayBeSparse && kernel !== null ? new SparseReader(kernel, MARK_OF_A_REPORT) : null
    const shapes = mayBeSparse && kernel === null ? new KnownShapes() : null
    this.options = options
    this.manner = { format, mapped, observer, sparse, shapes, latin: shapes && new LatinEntries() }
    const finder = new NeedleFinder(needles, kernel, options.everyEntry, shipped?.tables)
    this.entries = new EntryReader(finder, kernel, options.everyEntry)
  }

  /** A small file is read at once: of many of them none should be waited for. */
  scanFile({ source, file, known: before, part }: Task): Promise<FileResult> | FileResult {
    const { options, entries } = this
    const context = new Surroundings(source)
    const current = new FileScan(file, context, options, this.manner)
    this.file = file
    entries.begin(current)
    const start =
      part !== null
        ? { ...part, begin: (offset: number) => entries.begin(current, { offset, line: 1 }) }
        : before !== null
          ? { after: before.fingerprint, begin: () => entries.begin(current, before.end) }
          : null
    const choice = { start, toBeKnown: options.toBeKept ?? false }
    const reading = readSource(source, options.stdin, entries, this.onBytes, choice)
    if (reading instanceof Promise) return reading.then((result) => this.finished(current, context, result))
    return this.finished(current, context, reading)
  }

  private finished(
    current: FileScan,
    context: Surroundings,
    { bytes, read, resumed, known, problems }: ReadResult,
  ): FileResult {
    const lineBegin = this.entries.end()
    const end = current.readers.standAlone ? lineBegin : null
    current.close()
    const { account, reports, warnings } = current
    account.bytes = bytes
    this.options.onFile(this.file)
    const sure = known !== null && problems.length === 0 && reports.length === 0 && !context.siblings
    const reuse = sure ? { version: known.version, end: known.plain ? end : null, named: context.named } : null
    return { source: context.source, account, reports, problems, read, warnings, resumed, end, reuse }
  }

  private readonly onBytes = (bytes: number): Promise<void> | void => {
    this.options.onBytes(bytes, this.file)
    // The clock may be set back meanwhile.
    if (Math.abs(Date.now() - this.lastTurn) >= TURN_MS) return this.turn()
  }

  private async turn(): Promise<void> {
    await new Promise(setImmediate)
    this.lastTurn = Date.now()
  }
}
