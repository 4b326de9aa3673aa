import type { Format } from '../formats/format.ts'
import { type AttributeName, type Attributes, wellFormed } from '../usage/record.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import type { ScanAccount } from './account.ts'
import type { Projection } from './projection.ts'
import { wantedBy } from './wanted-by.ts'

/** The calls that the kernel made of lines. */
export class CallRows implements StampedCalls {
  /** In the kernel's memory. */
  readonly words: Uint32Array
  length = 0
  mayRepeat = false
  private readonly projection: Projection
  /** What stands under the keys of a format, by number of the key. */
  private readonly names = new Map<Format, readonly (AttributeName | undefined)[]>()

  constructor(projection: Projection) {
    this.projection = projection
    this.words = projection.kernel.recordWords
  }

  /** Takes those that the kernel made last, of lines of `format`, for rows with these tables. Counts what became of their lines. */
  take(account: ScanAccount, format: Format, { attributes }: RowTables): void {
    const { kernel } = this.projection
    const { records, mayRepeat, found, digest, newFrom, newTo } = kernel
    this.length = records
    this.mayRepeat = mayRepeat
    account.lines += found
    account.foundMany(found, digest)
    account.entriesWithCalls += found
    account.has(format.name)
    if (newTo <= 0) return
    const number = attributes.number(this.readAttributes(format, newFrom, newTo))
    this.words[(records - 1) * ROW_WORDS + WORD.attribute] = number
    kernel.numberHash(number)
  }

  private readAttributes(format: Format, from: number, to: number): Attributes {
    const { projection } = this
    const found = projection.find(projection.kernel.bytes, from, to, wantedBy(format))!
    const names = this.names.get(format) ?? found.tree.paths.map((path) => format.repeats!.attributes[path])
    this.names.set(format, names)
    return wellFormed(Object.freeze(projection.textsOf(found, names)))
  }
}
