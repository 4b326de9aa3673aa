import type { Format } from '../formats/format.ts'
import type { AttributeName, Attributes } from '../usage/record.ts'
import { ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import type { ScanAccount } from './account.ts'
import type { Projection } from './projection.ts'
import { wantedBy } from './wanted-by.ts'

/** A key of a text without what marks one that is to be decoded. */
const KEY = 0x7fffffff

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
    const { records, mayRepeat, found, digest, newTexts } = kernel
    this.length = records
    this.mayRepeat = mayRepeat
    account.lines += found
    account.foundMany(found, digest)
    account.entriesWithCalls += found
    account.has(format.name)
    if (newTexts < 0) return
    const number = attributes.number(this.attributesOf(format, newTexts))
    this.words[(records - 1) * ROW_WORDS + WORD.attribute] = number
    kernel.numberHash(number)
  }

  /** So many texts of a line: of each the key, where it begins and where it ends. */
  private attributesOf(format: Format, texts: number): Attributes {
    const { kernel } = this.projection
    const { lineTexts: words } = kernel
    const names = this.namesOf(format)
    const attributes: { [name in AttributeName]?: string } = {}
    for (let word = 0; word < texts * 3; word += 3) {
      const [key, from, to] = [words[word]!, words[word + 1]!, words[word + 2]!]
      const name = names[key & KEY]
      const text = key > KEY ? (kernel.json(from, to) as string).toWellFormed() : kernel.text(from + 1, to - 1)
      if (name !== undefined && text !== '') attributes[name] = text
    }
    return attributes
  }

  private namesOf(format: Format): readonly (AttributeName | undefined)[] {
    const known = this.names.get(format)
    if (known !== undefined) return known
    const { paths } = this.projection.treeOf(wantedBy(format))!
    const names = paths.map((path) => format.repeats?.attributes[path])
    this.names.set(format, names)
    return names
  }
}
