import type { RecordRows } from '../usage/record-rows.ts'
import { RowKernel } from './row-kernel.ts'
import type { RunFinder } from './row-loops.ts'

/** As PlainRuns, by the kernel; a run ends with the batch as well. */
export class KernelRuns implements RunFinder {
  private readonly rows: RecordRows
  private readonly kernel: RowKernel

  private constructor(rows: RecordRows, kernel: RowKernel) {
    this.rows = rows
    this.kernel = kernel
  }

  /** null where the kernel is of no use. */
  static of(rows: RecordRows, callsOf: Float64Array): KernelRuns | null {
    const kernel = RowKernel.for(rows, callsOf.byteLength)
    if (kernel === null) return null
    kernel.floats.set(callsOf, kernel.room / 8)
    kernel.exports.setCalls(kernel.room)
    return new KernelRuns(rows, kernel)
  }

  endOf(first: number, latest: number): number {
    const { kernel } = this
    const place = kernel.placeOf(first)
    return kernel.first + kernel.exports.countPlain(place, kernel.length, this.rows.fileOf(first), latest)
  }

  end(): void {
    this.kernel.giveBack()
  }

  get calls(): number {
    return this.kernel.exports.calls.value
  }

  get partial(): number {
    return this.kernel.exports.partial.value
  }
}
