import type { Kernel } from './kernel.ts'
import { needleTables, SHORTEST_NEEDLE } from './needle-tables.ts'
import type { NeedleSearch } from './needles.ts'
import { WordSearch } from './word-search.ts'

/** Searches bytes that stand in the kernel's memory by the kernel, all others the plain way. */
export class KernelSearch implements NeedleSearch {
  start = -1
  end = -1
  private readonly kernel: Kernel
  private readonly needles: readonly string[]
  private plain: WordSearch | null = null

  /** null when these needles are beyond the kernel: too short or too many. `tables`: theirs, where they are made already. */
  static of(needles: readonly string[], kernel: Kernel, tables: Uint8Array | null): KernelSearch | null {
    if (needles.some((needle) => needle.length < SHORTEST_NEEDLE)) return null
    const fit = kernel.setNeedles((address) => tables ?? needleTables(needles, address))
    return fit ? new KernelSearch(needles, kernel) : null
  }

  private constructor(needles: readonly string[], kernel: Kernel) {
    this.needles = needles
    this.kernel = kernel
  }

  find(bytes: Buffer, from: number): void {
    if (bytes.buffer === this.kernel.bytes.buffer) this.findHere(bytes, from)
    else this.findElsewhere(bytes, from)
  }

  private findHere(bytes: Buffer, from: number): void {
    const { kernel } = this
    const base = bytes.byteOffset - kernel.bytes.byteOffset
    const end = kernel.find(base + from, base + bytes.length)
    this.start = end < 0 ? Number.POSITIVE_INFINITY : kernel.foundAt - base
    this.end = end < 0 ? Number.POSITIVE_INFINITY : end - base
  }

  private findElsewhere(bytes: Buffer, from: number): void {
    this.plain ??= WordSearch.of(this.needles)!
    this.plain.find(bytes, from)
    this.start = this.plain.start
    this.end = this.plain.end
  }
}
