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
import { FileScan } from './file-scan.ts'
import { NeedleFinder } from './needles.ts'

export interface ScanOptions {
  readonly stdin: Readable
  /** Read every entry as this format; null = recognize each. */
  readonly format: Format | null
  /** Parse entries without any needle too. */
  readonly everyEntry: boolean
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

/** Reads all sources in order and hands every usage record to `add`. Gives others a turn every 50 ms. */
export async function scan(sources: readonly Source[], options: ScanOptions): Promise<readonly FileResult[]> {
  const needles = new NeedleFinder(
    options.everyEntry ? [''] : needlesOf(options.format === null ? FORMATS : [options.format]),
  )
  const relay = new Relay()
  const entries = new EntryReader(relay, needles)
  const results: FileResult[] = []
  let lastTurn = performance.now()
  for (const [file, source] of sources.entries()) {
    const warnings = new Map<string, string>()
    const current = new FileScan(
      file,
      { name: source.name, sibling: (name) => readSibling(source.path, name) },
      { add: options.add, warn: (code, message) => void (warnings.has(code) || warnings.set(code, message)) },
      options.format,
    )
    relay.to = current
    entries.begin()
    const { bytes, read, problems } = await readSource(source, options.stdin, entries, async (count) => {
      options.onBytes(count, file)
      if (performance.now() - lastTurn < TURN_MS) return
      await new Promise(setImmediate)
      lastTurn = performance.now()
    })
    entries.end()
    current.close()
    current.account.bytes = bytes
    options.onFile(file)
    results.push({ source, account: current.account, reports: current.reports, problems, read, warnings })
  }
  return results
}

/** Lets one EntryReader, with its buffer, serve file after file. */
class Relay {
  to!: FileScan

  entry(bytes: Buffer, offset: number, line: number, candidate: boolean): void {
    this.to.entry(bytes, offset, line, candidate)
  }

  text(bytes: Buffer, offset: number, line: number, candidate: boolean): void {
    this.to.text(bytes, offset, line, candidate)
  }

  broken(...broken: Parameters<FileScan['broken']>): void {
    this.to.broken(...broken)
  }
}
