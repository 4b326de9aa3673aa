import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { TokencostError } from '../errors.ts'
import type { Format } from '../formats/format.ts'
import { totalSize } from '../sources/size.ts'
import type { Source } from '../sources/source.ts'
import type { Assignment } from './assignment.ts'
import { FileParts } from './file-parts.ts'
import { Kernel } from './kernel.ts'
import { CELL, type Delivery, type Own, readShare } from './share.ts'
import type { Task } from './task.ts'

export interface PoolOptions {
  /** This one among them. */
  readonly threads: number
  readonly format: Format | null
  readonly everyEntry: boolean
  readonly plain: boolean
  /** As ScanOptions has it. */
  readonly toBeKept: boolean
  /** What needs this thread; only with one thread. */
  readonly own?: Own
  /** Takes finished files, which may come in any order. */
  readonly take: (delivery: Delivery) => void
  /** Bytes and records so far, several times a second. */
  readonly onProgress: (bytes: number, records: number) => void
}

const REPORT_MS = 100
/** A thread pays for its start only when it has about this much to read: see docs/PERFORMANCE.md. */
const BYTES_PER_THREAD = 128 << 20
/** Where files are smaller than this on average, what a thread has to tell of them costs more than reading them does. */
const SMALL_FILE = 256 << 10
const MOST_THREADS = 8

/** Of so many files some tell of all how large they are: to ask each takes a twentieth of reading it. */
const MANY = 2048
const ASKED = 256

/** True for very many files that one thread reads as fast as several. */
export function areManySmall(sources: readonly Source[]): boolean {
  if (sources.length < MANY) return false
  const some = Array.from({ length: ASKED }, (_, i) => sources[Math.floor((i * sources.length) / ASKED)]!)
  // By far, for the others may be larger.
  return totalSize(some) < (ASKED * SMALL_FILE) / 2
}

/** How many threads are worth their start for so many bytes in so many tasks; 1 = none beside the main one. */
export function threadsFor(bytes: number, tasks: number): number {
  if (bytes < tasks * SMALL_FILE) return 1
  const wanted = Math.min(Math.floor(bytes / BYTES_PER_THREAD), tasks, MOST_THREADS)
  // Asked for last: the part of Node that knows is not loaded for a small report.
  return wanted <= 1 ? 1 : Math.min(wanted, availableParallelism())
}

/**
 * The scan of many or large files by several threads: each takes the next file, or part of one, from a queue and delivers
 * rows. The result does not depend on who read what. A worker that dies is an error, never a smaller total.
 */
export async function scanInPool(tasks: readonly Task[], options: PoolOptions): Promise<void> {
  const { threads, format, everyEntry, plain, toBeKept, own, onProgress } = options
  const parts = new FileParts(options.take)
  const take = (delivery: Delivery) => parts.take(delivery)
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(CELL).length)
  const cells = new Int32Array(shared)
  const work = { tasks, shared, everyEntry, plain, toBeKept }
  const timer = setInterval(() => {
    onProgress(Atomics.load(cells, CELL.kibibytes) * 1024, Atomics.load(cells, CELL.records))
  }, REPORT_MS)
  try {
    const assignment: Assignment = { ...work, format: format?.name ?? null, program: Kernel.program() }
    const workers = Array.from({ length: threads - 1 }, () => finished(assignment, take))
    // What a worker throws must not wait for the end of our own share to be heard.
    await Promise.all([...workers, readShare(work, format, take, own)])
    const left = parts.left(tasks)
    Atomics.store(cells, CELL.next, 0)
    if (left.length > 0) await readShare({ ...work, tasks: left }, format, take, own)
  } finally {
    Atomics.store(cells, CELL.next, tasks.length)
    clearInterval(timer)
  }
}

/** Starts a worker; done when it has delivered everything. */
function finished(assignment: Assignment, take: (delivery: Delivery) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // It prints nothing; to be ready for it, Node would load its streams.
    const output = { stdout: true, stderr: true }
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: assignment, ...output })
    worker.on('message', take)
    worker.on('error', (cause) =>
      reject(new TokencostError('failed', `a reading thread failed: ${cause.message}`, { cause })),
    )
    worker.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new TokencostError('failed', `a reading thread ended early (code ${code}); try --threads 1`))
    })
  })
}
