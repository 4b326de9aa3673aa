import type { Format } from '../formats/format.ts'
import { NO_INPUT } from '../sources/no-input.ts'
import { isCall } from '../usage/record.ts'
import { RecordRows, type RowsImage } from '../usage/record-rows.ts'
import { type FileResult, Scanner } from './scan.ts'
import type { Part, Task } from './task.ts'

/** What several threads read together. */
export interface SharedWork {
  readonly tasks: readonly Task[]
  /** Cells: the next task to take; KiB read; records found. */
  readonly shared: SharedArrayBuffer
  readonly everyEntry: boolean
  readonly plain: boolean
  /** As ScanOptions has it. */
  readonly toBeKept: boolean
}

export const CELL = { next: 0, kibibytes: 1, records: 2 } as const

/** Files that a thread has finished, with their records: of each file, those of rows [from, to). */
export interface Delivery {
  /** Of which file they are the part; null = whole files. */
  readonly part: Part | null
  readonly results: readonly Finished[]
  readonly rows: RowsImage
}

export interface Finished {
  readonly file: number
  readonly result: FileResult
  readonly from: number
  readonly to: number
}

/** What can be read in the thread that was asked alone. */
export interface Own {
  readonly stdin: AsyncIterable<Buffer | string>
  /** Formats of the configuration. */
  readonly mapped: readonly Format[]
}

const NOTHING_OWN: Own = { stdin: NO_INPUT, mapped: [] }

/** Rows that are delivered together: enough to make deliveries rare, few enough to keep memory even. */
const DELIVER_ABOVE = 1 << 17
/** Parts are many, and each has rows of its own: those of the usual part fit. */
const ROWS_OF_A_PART = 1 << 14

/** One thread's share: takes the next file or part from the queue, as long as there are any. */
export async function readShare(
  { tasks, shared, everyEntry, plain, toBeKept }: SharedWork,
  format: Format | null,
  deliver: (delivery: Delivery) => void,
  { stdin, mapped }: Own = NOTHING_OWN,
): Promise<void> {
  const cells = new Int32Array(shared)
  let rows = new RecordRows()
  let results: Finished[] = []
  const scanner = new Scanner({
    stdin,
    mapped,
    format,
    everyEntry,
    plain,
    toBeKept,
    add(record, origin) {
      if (!isCall(record)) return false
      rows.append(record, origin)
      rows.foldLast()
      return true
    },
    get tables() {
      return rows
    },
    addStamped: (calls) => rows.appendStamped(calls),
    onBytes: (bytes) => void Atomics.add(cells, CELL.kibibytes, Math.round(bytes / 1024)),
    onFile: () => {},
  })
  for (;;) {
    const task = tasks[Atomics.add(cells, CELL.next, 1)]
    const part = task?.part ?? null
    if (task === undefined || part !== null) handOver(null)
    if (task === undefined) return
    if (part !== null) rows = new RecordRows(ROWS_OF_A_PART)
    const from = rows.length
    const finished = scanner.scanFile(task)
    const result = finished instanceof Promise ? await finished : finished
    results.push({ file: task.file, result, from, to: rows.length })
    Atomics.add(cells, CELL.records, rows.length - from)
    if (part !== null || rows.length > DELIVER_ABOVE) handOver(part)
  }

  function handOver(part: Part | null): void {
    if (results.length > 0) deliver({ part, results, rows: rows.image() })
    rows = new RecordRows()
    results = []
  }
}
