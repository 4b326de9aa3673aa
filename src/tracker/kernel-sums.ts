import { COUNTS } from '../usage/count-sums.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { type AlikeSum, type AlikeSums, KINDS } from './alike-sums.ts'
import { RowKernel } from './row-kernel.ts'
import type { RowAdder } from './row-loops.ts'

/** Places in a sum of kernel/tracker/alike.ts, in floats, and how long it is. */
const AT = { from: 1, start: 5, counts: 7 } as const
const FLOATS = AT.counts + COUNTS.length
/** For more the table of sums would be large. */
const MOST_DESCRIPTORS = 1 << 12

/** As PlainSums, by the kernel. */
export class KernelSums implements RowAdder {
  private readonly rows: RecordRows
  private readonly sums: AlikeSums
  private readonly kernel: RowKernel
  /** Where the next sum will stand, in bytes. */
  private next: number
  /** Where sums stand, in floats. */
  private readonly places = new Map<AlikeSum, number>()

  private constructor(rows: RecordRows, sums: AlikeSums, kernel: RowKernel, next: number) {
    this.rows = rows
    this.sums = sums
    this.kernel = kernel
    this.next = next
  }

  /** null where the kernel is of no use. */
  static of(rows: RecordRows, sums: AlikeSums): KernelSums | null {
    const descriptors = rows.descriptors.values.length
    if (descriptors > MOST_DESCRIPTORS) return null
    const bytes = descriptors * KINDS * Uint32Array.BYTES_PER_ELEMENT
    const kernel = RowKernel.for(rows, bytes)
    if (kernel === null) return null
    kernel.exports.setSums(kernel.room)
    return new KernelSums(rows, sums, kernel, kernel.room + bytes)
  }

  addFrom(first: number): number {
    const { rows, kernel } = this
    for (let row = first; row < rows.length; ) {
      const place = kernel.exports.addUp(kernel.placeOf(row), kernel.length)
      row = kernel.first + place
      if (place === kernel.length) continue
      const kinds = kernel.exports.kinds.value
      if (kinds === KINDS) return row
      kernel.exports.addRow(place, this.placeOf(this.sums.of(row, kinds), row, kinds))
      row++
    }
    return rows.length
  }

  end(): void {
    const { words, floats } = this.kernel
    for (const [sum, place] of this.places) {
      sum.records = words[place * 2 + 1]!
      sum.start = floats[place + AT.start]!
      sum.end = floats[place + AT.start + 1]!
      sum.counts.set(floats.subarray(place + AT.counts, place + FLOATS))
    }
    this.kernel.giveBack()
  }

  /** The address of a sum that rows of this descriptor and these kinds are added to from now on. */
  private placeOf(sum: AlikeSum, row: number, kinds: number): number {
    const { kernel } = this
    const place = this.places.get(sum) ?? this.newPlace(sum)
    kernel.floats.set([sum.from, sum.to, sum.least, sum.most], place + AT.from)
    kernel.words[kernel.room / 4 + this.rows.descriptorOf(row) * KINDS + kinds] = place * 8
    return place * 8
  }

  private newPlace(sum: AlikeSum): number {
    const { kernel, next } = this
    if (next + FLOATS * 8 > kernel.words.byteLength) kernel.grow(FLOATS * 8)
    this.next += FLOATS * 8
    const place = next / 8
    this.places.set(sum, place)
    kernel.floats.fill(0, place, place + FLOATS)
    kernel.words[place * 2] = sum.stated
    kernel.floats.set([sum.start, sum.end], place + AT.start)
    return place
  }
}
