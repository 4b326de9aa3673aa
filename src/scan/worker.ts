import { Readable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import { FORMATS } from '../formats/index.ts'
import { isCall } from '../usage/record.ts'
import { RecordRows } from '../usage/record-rows.ts'
import { type Assignment, CELL, type Delivery } from './pool.ts'
import { Scanner } from './scan.ts'

/** Rows that are delivered together: enough to make messages rare, few enough to keep memory even. */
const DELIVER_ABOVE = 1 << 16

const { sources, format, everyEntry, shared } = workerData as Assignment
const cells = new Int32Array(shared)
let rows = new RecordRows()
let results: Delivery['results'][number][] = []

const scanner = new Scanner({
  stdin: Readable.from([]),
  format: FORMATS.find(({ name }) => name === format) ?? null,
  everyEntry,
  add(record, origin) {
    Atomics.add(cells, CELL.records, 1)
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
  if (source === undefined) break
  results.push({ file, result: await scanner.scanFile(source, file) })
  if (rows.length > DELIVER_ABOVE) deliver()
}
deliver()

function deliver(): void {
  const image = rows.image()
  parentPort!.postMessage(
    { results, rows: image } satisfies Delivery,
    image.columns.map(({ buffer }) => buffer as ArrayBuffer),
  )
  rows = new RecordRows()
  results = []
}
