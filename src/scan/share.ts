import { Readable } from 'node:stream'
import type { Format } from '../formats/format.ts'
import type { Source } from '../sources/source.ts'
import { isCall } from '../usage/record.ts'
import { RecordRows, type RowsImage } from '../usage/record-rows.ts'
import { type FileResult, Scanner } from './scan.ts'

/** What several threads read together. */
export interface SharedWork {
  readonly sources: readonly Source[]
  /** Cells: the next source to take; KiB read; records found. */
  readonly shared: SharedArrayBuffer
  readonly everyEntry: boolean
  readonly plain: boolean
}

export const CELL = { next: 0, kibibytes: 1, records: 2 } as const

/** Files that a thread has finished, with their records. */
export interface Delivery {
  readonly results: readonly { readonly file: number; readonly result: FileResult }[]
  readonly rows: RowsImage
}

/** Rows that are delivered together: enough to make deliveries rare, few enough to keep memory even. */
const DELIVER_ABOVE = 1 << 16

/** One thread's share: takes the next file from the queue, as long as there are any. */
export async function readShare(
  { sources, shared, everyEntry, plain }: SharedWork,
  format: Format | null,
  deliver: (delivery: Delivery) => void,
): Promise<void> {
  const cells = new Int32Array(shared)
  let rows = new RecordRows()
  let results: Delivery['results'][number][] = []
  const scanner = new Scanner({
    stdin: Readable.from([]),
    format,
    everyEntry,
    plain,
    add(record, origin) {
      if (!isCall(record)) return false
      rows.append(record, origin)
      return true
    },
    onBytes: (bytes) => void Atomics.add(cells, CELL.kibibytes, Math.round(bytes / 1024)),
    onFile: () => {},
  })
  for (;;) {
    const file = Atomics.add(cells, CELL.next, 1)
    const source = sources[file]
    const before = rows.length
    if (source !== undefined) results.push({ file, result: await scanner.scanFile(source, file) })
    Atomics.add(cells, CELL.records, rows.length - before)
    if (source !== undefined && rows.length <= DELIVER_ABOVE) continue
    deliver({ results, rows: rows.image() })
    if (source === undefined) return
    rows = new RecordRows()
    results = []
  }
}
