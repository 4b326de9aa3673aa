import type { RecordRows } from '../usage/record-rows.ts'
import { RowKernel } from './row-kernel.ts'
import type { CopyFinder } from './row-loops.ts'

/** As PlainCopies, by the kernel: it finds rows whose identity seems to be known; here it is looked at whether it is. */
export class KernelCopies implements CopyFinder {
  known = -1
  private readonly rows: RecordRows
  private readonly kernel: RowKernel

  private constructor(rows: RecordRows, kernel: RowKernel) {
    this.rows = rows
    this.kernel = kernel
  }

  /** null where the kernel is of no use. */
  static of(rows: RecordRows, openFile: number | null): KernelCopies | null {
    let size = 16
    while (size * 0.75 < rows.length) size *= 2
    const kernel = RowKernel.for(rows, size * 4)
    if (kernel === null) return null
    kernel.exports.setSlots(kernel.room, size, 32 - Math.clz32(rows.length), openFile ?? Number.NaN)
    return new KernelCopies(rows, kernel)
  }

  addFrom(first: number): number {
    const { rows, kernel } = this
    for (let row = first; row < rows.length; ) {
      const place = kernel.exports.addRows(kernel.placeOf(row), kernel.length, kernel.first)
      row = kernel.first + place
      if (place === kernel.length) continue
      this.known = kernel.exports.known()
      if (rows.idLowOf(row) === rows.idLowOf(this.known) && rows.idHighOf(row) === rows.idHighOf(this.known)) return row
      kernel.exports.passOver()
    }
    return rows.length
  }

  replaceKnown(row: number): void {
    this.kernel.exports.replaceKnown(row)
  }

  end(): void {
    this.kernel.giveBack()
  }
}
