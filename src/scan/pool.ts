import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { TokencostError } from '../errors.ts'
import type { Source } from '../sources/source.ts'
import type { RowsImage } from '../usage/record-rows.ts'
import type { FileResult } from './scan.ts'

/** What a worker is told when it starts. Plain data. */
export interface Assignment {
  readonly sources: readonly Source[]
  /** Name of the forced format, or null. */
  readonly format: string | null
  readonly everyEntry: boolean
  /** Cells: the next source to take; KiB read; records found. Shared by all. */
  readonly shared: SharedArrayBuffer
}

export const CELL = { next: 0, kibibytes: 1, records: 2 } as const

/** Files that a worker has finished, with their records. */
export interface Delivery {
  readonly results: readonly { readonly file: number; readonly result: FileResult }[]
  readonly rows: RowsImage
}

export interface PoolOptions {
  readonly threads: number
  readonly format: string | null
  readonly everyEntry: boolean
  /** Takes the records of finished files, which may come in any order. */
  readonly adopt: (rows: RowsImage) => void
  /** Bytes and records so far, several times a second. */
  readonly onProgress: (bytes: number, records: number) => void
}

const REPORT_MS = 100
/** A thread pays for its start only when it has this much to read; measured, see docs/PERFORMANCE.md. */
const BYTES_PER_THREAD = 128 << 20
const MOST_THREADS = 8

/** How many threads are worth their start for so many bytes in so many files; 1 = none beside the main one. */
export function threadsFor(bytes: number, files: number): number {
  const wanted = Math.min(Math.floor(bytes / BYTES_PER_THREAD), files, availableParallelism(), MOST_THREADS)
  return Math.max(1, wanted)
}

/**
 * The scan of many large files by several threads: each takes the next file from a queue and delivers rows. The result
 * does not depend on who read what. A worker that dies is an error, never a smaller total.
 */
export async function scanInPool(sources: readonly Source[], options: PoolOptions): Promise<readonly FileResult[]> {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * 3)
  const cells = new Int32Array(shared)
  const results: FileResult[] = []
  const assignment: Assignment = { sources, format: options.format, everyEntry: options.everyEntry, shared }
  const timer = setInterval(() => {
    options.onProgress(Atomics.load(cells, CELL.kibibytes) * 1024, Atomics.load(cells, CELL.records))
  }, REPORT_MS)
  try {
    const workers = Array.from({ length: options.threads }, () => work(assignment, results, options))
    await Promise.all(workers)
  } finally {
    clearInterval(timer)
  }
  return results
}

function work(assignment: Assignment, results: FileResult[], options: PoolOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: assignment })
    worker.on('message', (delivery: Delivery) => {
      for (const { file, result } of delivery.results) results[file] = result
      options.adopt(delivery.rows)
    })
    worker.on('error', (cause) =>
      reject(new TokencostError('failed', `a reading thread failed: ${cause.message}`, { cause })),
    )
    worker.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new TokencostError('failed', `a reading thread ended early (code ${code}); try --threads 1`))
    })
  })
}
