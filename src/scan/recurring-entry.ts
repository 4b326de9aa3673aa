import type { Format } from '../formats/format.ts'
import type { Json, JsonObject } from '../usage/json.ts'
import type { Kernel } from './kernel.ts'
import { FOUND, type Found, type OwnValue, type Projection } from './projection.ts'

/** An entry that was read, to be shown to its reader again with the values of other lines. */
export class RecurringEntry {
  readonly format: Format
  private readonly entry: JsonObject
  /** In the order of their places in a row. */
  private readonly own: readonly OwnValue[]

  constructor(projection: Projection, format: Format, found: Found) {
    const own: OwnValue[] = []
    this.format = format
    this.entry = projection.objectOf(found, null, own)
    this.own = own
  }

  /** With the values of a row: those behind `at`, in words. */
  filled(kernel: Kernel, at: number): JsonObject {
    const { own } = this
    for (let i = 0; i < own.length; i++) {
      const { kind, holder, key } = own[i]!
      holder[key] = valueAt(kernel, kind, at + i * 2)
    }
    return this.entry
  }
}

function valueAt(kernel: Kernel, kind: number, at: number): Json {
  if (kind === FOUND.number) return kernel.rowNumbers[at / 2]!
  const { rowWords: words } = kernel
  return kind === FOUND.json ? kernel.json(words[at]!, words[at + 1]!) : kernel.text(words[at]!, words[at + 1]!)
}
