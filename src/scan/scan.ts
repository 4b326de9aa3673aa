import type { Readable } from 'node:stream'
import type { Format } from '../formats/format.ts'
import { FORMATS, needlesOf } from '../formats/index.ts'
import { readSource } from '../sources/read-source.ts'
import { readSibling } from '../sources/sibling.ts'
import type { Source, SourceProblem } from '../sources/source.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Origin } from '../usage/record-rows.ts'
import type { ScanAccount } from './account.ts'
import { EntryReader } from './entry-reader.ts'
import { FileScan, type Manner } from './file-scan.ts'
import { Kernel } from './kernel.ts'
import { NeedleFinder } from './needles.ts'
import type { ScanObserver } from './observer.ts'
import { MARK_OF_A_REPORT } from './recognition.ts'
import { SparseReader } from './sparse-reader.ts'

export interface ScanOptions {
  readonly stdin: Readable
  /** Read every entry as this format; null = recognize each. */
  readonly format: Format | null
  /** Formats of the configuration, asked before the built-in ones. */
  readonly mapped?: readonly Format[]
  readonly observer?: ScanObserver | null
  /** Parse entries without any needle too. */
  readonly everyEntry: boolean
  /** Without the kernel: slower, and the same result. */
  readonly plain?: boolean
  /** False when the record is no call at all. `origin.file` is the index of its source. */
  readonly add: (record: UsageRecord, origin: Origin) => boolean
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
}

const TURN_MS = 50

/** Reads all sources in order and hands every usage record to `add`. */
export async function scan(sources: readonly Source[], options: ScanOptions): Promise<readonly FileResult[]> {
  const scanner = new Scanner(options)
  const results: FileResult[] = []
  for (const [file, source] of sources.entries()) results.push(await scanner.scanFile(source, file))
  return results
}

/** Reads one source after another through one buffer. Gives others a turn every 50 ms. */
export class Scanner {
  private readonly options: ScanOptions
  private readonly entries: EntryReader
  private readonly manner: Manner
  private lastTurn = performance.now()

  constructor(options: ScanOptions) {
    const { format, mapped = [], observer = null } = options
    const wanted = needlesOf(format === null ? [...mapped, ...FORMATS] : [format])
    const kernel = options.plain ? null : Kernel.load()
    // Mapped formats may look at any key, and observers are shown whole entries.
    const sparse =
      kernel === null || mapped.length > 0 || observer !== null ? null : new SparseReader(kernel, MARK_OF_A_REPORT)
    this.options = options
    this.manner = { format, mapped, observer, sparse }
    this.entries = new EntryReader(new NeedleFinder(wanted, kernel), kernel, options.everyEntry)
  }

  async scanFile(source: Source, file: number): Promise<FileResult> {
    const { options, entries } = this
    const warnings = new Map<string, string>()
    const current = new FileScan(
      file,
      { name: source.name, sibling: (name) => readSibling(source.path, name) },
      { add: options.add, warn: (code, message) => void (warnings.has(code) || warnings.set(code, message)) },
      this.manner,
    )
    entries.begin(current)
    const { bytes, read, problems } = await readSource(source, options.stdin, entries, async (count) => {
      options.onBytes(count, file)
      await this.giveTurn()
    })
    entries.end()
    current.close()
    current.account.bytes = bytes
    options.onFile(file)
    return { source, account: current.account, reports: current.reports, problems, read, warnings }
  }

  private async giveTurn(): Promise<void> {
    if (performance.now() - this.lastTurn < TURN_MS) return
    await new Promise(setImmediate)
    this.lastTurn = performance.now()
  }
}
