import { scanInPool, threadsFor } from '../scan/pool.ts'
import type { FileResult } from '../scan/scan.ts'
import type { Delivery, Own } from '../scan/share.ts'
import type { Task } from '../scan/task.ts'
import { totalSize } from '../sources/size.ts'
import type { Source } from '../sources/source.ts'
import { RecordRows, type RowsImage } from '../usage/record-rows.ts'
import type { ReadingManner } from './cache-key.ts'
import { continued } from './cached-file.ts'
import type { ScanCache } from './scan-cache.ts'

export interface CachedScanOptions extends ReadingManner {
  readonly stdin: Own['stdin']
  /** null = as many as are worth their start. */
  readonly threads: number | null
  /** Gives memory for so many bytes. */
  readonly room: (bytes: number) => Buffer
  /** Takes all calls of some files; those that lie at the beginning of what `room` gave last need not be copied. */
  readonly adopt: (rows: RowsImage) => void
  /** Bytes and records so far. */
  readonly onProgress: (bytes: number, records: number) => void
}

/** The scan of what `cache` does not know; the result is that of reading everything. */
export async function scanCached(
  sources: readonly Source[],
  cache: ScanCache,
  options: CachedScanOptions,
): Promise<readonly FileResult[]> {
  const { room, adopt, onProgress, mapped, stdin } = options
  const results: FileResult[] = []
  const known = { bytes: 0, records: 0 }
  const tasks = cache.lookUp(sources, room, (hits) => {
    for (const [file, result] of hits.results) {
      results[file] = result
      known.bytes += result.account.bytes
    }
    adopt(hits.rows)
    known.records += hits.rows.length
  })
  onProgress(known.bytes, known.records)
  if (tasks.length > 0) {
    await scanInPool(tasks, {
      ...options,
      toBeKept: true,
      own: { stdin, mapped },
      threads: threadsOf(tasks, options),
      take,
      onProgress: (bytes, records) => onProgress(known.bytes + bytes, known.records + records),
    })
  }
  cache.finish()
  return results

  function take(delivery: Delivery): void {
    for (const { file, result, from, to } of delivery.results) {
      results[file] = result
      if (result.resumed) takeResumed(file, result, delivery.rows, from, to)
      else cache.keep(result, delivery.rows, from, to)
    }
    adopt(delivery.rows)
  }

  /** What is known of the beginning comes before what was read of the end. */
  function takeResumed(file: number, result: FileResult, rows: RowsImage, from: number, to: number): void {
    const { begin, rows: before } = cache.begunBy(file)
    adopt(before)
    const whole = new RecordRows()
    whole.adoptPart(before, 0, before.length, file)
    whole.adoptPart(rows, from, to, file)
    const known = continued(begin, result)
    results[file] = known
    cache.keep(known, whole.image(), 0, whole.length)
  }
}

/** Standard input and formats of the configuration stay in this thread. */
function threadsOf(tasks: readonly Task[], { threads, mapped }: CachedScanOptions): number {
  if (mapped.length > 0 || tasks.some(({ source }) => source.path === null)) return 1
  return threads ?? threadsFor(totalSize(tasks.map(({ source }) => source)), tasks.length)
}
