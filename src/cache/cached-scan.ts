import { scanInPool, threadsFor } from '../scan/pool.ts'
import type { FileResult } from '../scan/scan.ts'
import type { Delivery, Finished, Own } from '../scan/share.ts'
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
  /** Takes the rows [from, to) of an image: all calls of one file. */
  readonly adopt: (rows: RowsImage, from: number, to: number, file: number) => void
  /** Bytes and records so far. */
  readonly onProgress: (bytes: number, records: number) => void
}

/** The scan of what `cache` does not know; the result is that of reading everything. */
export async function scanCached(
  sources: readonly Source[],
  cache: ScanCache,
  options: CachedScanOptions,
): Promise<readonly FileResult[]> {
  const { adopt, onProgress, mapped, stdin } = options
  const results: FileResult[] = []
  const known = { bytes: 0, records: 0 }
  const tasks = cache.lookUp(sources, (file, result, rows, from, to) => {
    results[file] = result
    adopt(rows, from, to, file)
    known.bytes += result.account.bytes
    known.records += to - from
  })
  onProgress(known.bytes, known.records)
  if (tasks.length > 0) {
    await scanInPool(tasks, {
      ...options,
      own: { stdin, mapped },
      threads: threadsOf(tasks, options),
      take: (delivery) => {
        for (const finished of delivery.results) take(finished, delivery.rows)
      },
      onProgress: (bytes, records) => onProgress(known.bytes + bytes, known.records + records),
    })
  }
  cache.finish()
  return results

  function take({ file, result, from, to }: Finished, rows: Delivery['rows']): void {
    if (!result.resumed) {
      done(file, result, rows, from, to)
      return
    }
    const { begin, rows: before } = cache.begunBy(file)
    const whole = new RecordRows()
    whole.adoptPart(before, 0, before.length, file)
    whole.adoptPart(rows, from, to, file)
    done(file, continued(begin, result), whole.image(), 0, whole.length)
  }

  function done(file: number, result: FileResult, rows: RowsImage, from: number, to: number): void {
    results[file] = result
    adopt(rows, from, to, file)
    cache.keep(result, rows, from, to)
  }
}

/** Standard input and formats of the configuration stay in this thread. */
function threadsOf(tasks: readonly Task[], { threads, mapped }: CachedScanOptions): number {
  if (mapped.length > 0 || tasks.some(({ source }) => source.path === null)) return 1
  return threads ?? threadsFor(totalSize(tasks.map(({ source }) => source)), tasks.length)
}
