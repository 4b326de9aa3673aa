import type { Kernel } from './kernel.ts'
import { KernelSearch } from './kernel-search.ts'
import { WordSearch } from './word-search.ts'
import { WuManber } from './wu-manber.ts'

/** A way to search for all needles at once. */
export interface NeedleSearch {
  /** What `find` found; Infinity = nothing. */
  readonly start: number
  readonly end: number
  /** Looks behind `from` for the needle that ends first. */
  find(bytes: Buffer, from: number): void
}

/** Bytes that are mostly not looked at: a kernel has told all that is to be known of them. */
export interface ViewedBytes {
  readonly view: Buffer
}

/** Tells which stretches of a buffer contain at least one of many byte strings. */
export class NeedleFinder {
  private readonly search: NeedleSearch
  /** True when every stretch counts as one with a needle. */
  readonly every: boolean
  /** The kernel that knows the needles, and no more of them than these; null = none does. */
  readonly kernel: Kernel | null
  private readonly escaped: boolean
  private place!: ViewedBytes
  /** The first needle that is not passed yet; −1 = not looked for. */
  private start = -1
  private end = -1

  /**
   * Needles are ASCII, each of three bytes or more; an empty needle is in everything. With a kernel, bytes that stand in its
   * memory are searched by it, with `tables` where they are made already. `escaped`: needles of which some characters are
   * written as `\u006e` count too; slow.
   */
  constructor(
    needles: readonly string[],
    kernel: Kernel | null = null,
    escaped = false,
    tables: Uint8Array | null = null,
  ) {
    this.every = needles.includes('')
    this.escaped = escaped
    const wanted = needles.filter((needle) => needle !== '')
    const inKernel = kernel === null ? null : KernelSearch.of(wanted, kernel, tables)
    this.search = inKernel ?? WordSearch.of(wanted) ?? new WuManber(wanted)
    this.kernel = inKernel === null || this.every ? null : kernel
  }

  /** Starts on other bytes. */
  begin(place: ViewedBytes): void {
    this.place = place
    this.start = -1
  }

  /** True when a needle lies wholly inside [from, to). Calls must go forward: `from` never before an earlier one. */
  within(from: number, to: number): boolean {
    if (this.every) return true
    if (this.next(from) < to && this.end <= to) return true
    return this.escaped && this.inEscapes(this.place.view.subarray(from, to))
  }

  /** Where the next needle begins, at `from` or behind it; Infinity = there is none. Goes forward like `within`. */
  next(from: number): number {
    if (this.every) return from
    if (this.start < from) {
      this.search.find(this.place.view, from)
      this.start = this.search.start
      this.end = this.search.end
    }
    return this.start
  }

  /** True when any needle occurs in `bytes`, apart from the buffer at hand. */
  in(bytes: Buffer): boolean {
    if (this.every) return true
    this.search.find(bytes, 0)
    return this.search.end <= bytes.length
  }

  private inEscapes(bytes: Buffer): boolean {
    if (!bytes.includes('\\u')) return false
    const text = bytes.toString('latin1').replace(/\\u00([0-7][\da-f])/gi, (_, code: string) => unescaped(code))
    return this.in(Buffer.from(text, 'latin1'))
  }
}

function unescaped(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16))
}
