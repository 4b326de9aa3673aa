import type { Format } from '../formats/format.ts'
import type { AttributeName, Attributes } from '../usage/record.ts'
import type { Stamp, StampedCalls } from '../usage/stamped-calls.ts'
import type { ScanAccount } from './account.ts'
import type { Projection } from './projection.ts'
import { wantedBy } from './wanted-by.ts'

/** Sets of attributes beyond which all are forgotten; the kernel has room for the hashes of twice as many. */
const MOST_ATTRIBUTES = 2048

/** The calls that the kernel made of lines. */
export class CallRows implements StampedCalls {
  /** In the kernel's memory. */
  readonly words: Uint32Array
  length = 0
  /** By number of the template. */
  readonly stamps: Stamp[] = []
  /** By number of the hash that the kernel has of their texts. */
  attributes: Attributes[] = []
  private readonly projection: Projection
  /** What stands under the keys of a format, by number of the key. */
  private readonly names = new Map<Format, readonly (AttributeName | undefined)[]>()

  constructor(projection: Projection) {
    this.projection = projection
    this.words = projection.kernel.recordWords
  }

  /** Takes those that the kernel made last, of lines of `format`. Counts what became of their lines. */
  take(account: ScanAccount, format: Format): void {
    const { records, found, digest, newFrom, newTo } = this.projection.kernel
    this.length = records
    account.lines += found
    account.foundMany(found, digest)
    account.entriesWithCalls += found
    account.has(format.name)
    if (newTo > 0) this.attributes.push(this.readAttributes(format, newFrom, newTo))
  }

  /** To be called when they are used up: forgets attributes where there are many. */
  forgetMany(): void {
    if (this.attributes.length < MOST_ATTRIBUTES) return
    this.attributes = []
    this.projection.kernel.forgetHashes()
  }

  private readAttributes(format: Format, from: number, to: number): Attributes {
    const { projection } = this
    const found = projection.find(projection.kernel.bytes, from, to, wantedBy(format))!
    const names = this.names.get(format) ?? found.tree.paths.map((path) => format.repeats!.attributes[path])
    this.names.set(format, names)
    return Object.freeze(projection.textsOf(found, names))
  }
}
