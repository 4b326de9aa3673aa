import type { ByValue, OwnValues } from '../formats/format.ts'
import type { JsonObject } from '../usage/json.ts'
import type { Kernel } from './kernel.ts'
import { FOUND, type OwnValue } from './projection.ts'
import { valueAt } from './repeated-call.ts'

/** The place of the value at `path` among an entry's own; below 0 = it is not its own. */
export function placeOf(path: string, entry: JsonObject, own: readonly OwnValue[]): number {
  const above = path.lastIndexOf('.')
  const holder = above < 0 ? entry : valueAt(entry, path.slice(0, above))
  return own.findIndex((each) => each.holder === holder && each.key === path.slice(above + 1))
}

/** The own values of lines that are like an entry, as they stand in rows. */
export class RowValues implements OwnValues {
  private readonly kernel: Kernel
  private readonly texts: Int32Array
  private readonly numbers: Int32Array
  /** Where the values of the row at hand begin, in words. */
  at = 0

  private constructor(kernel: Kernel, texts: readonly number[], numbers: readonly number[]) {
    this.kernel = kernel
    this.texts = Int32Array.from(texts)
    this.numbers = Int32Array.from(numbers)
  }

  /** null when such lines have others than their format names, or of another kind. */
  static of(kernel: Kernel, byValue: ByValue, entry: JsonObject, own: readonly OwnValue[]): RowValues | null {
    const place = (path: string) => placeOf(path, entry, own)
    const [texts, numbers] = [byValue.texts.map(place), byValue.numbers.map(place)]
    const isRead = ({ kind }: OwnValue, at: number) =>
      kind === FOUND.number ? numbers.includes(at) : kind !== FOUND.json && texts.includes(at)
    const isMissing = (path: string) => place(path) < 0 && (valueAt(entry, path) ?? null) !== null
    if (!own.every(isRead) || [...byValue.texts, ...byValue.numbers].some(isMissing)) return null
    return new RowValues(kernel, texts, numbers)
  }

  text(index: number): string | null {
    const place = this.texts[index]!
    const { rowWords: words } = this.kernel
    const at = this.at + place * 2
    return place < 0 ? null : this.kernel.text(words[at]!, words[at + 1]!)
  }

  number(index: number): number | null {
    const place = this.numbers[index]!
    return place < 0 ? null : this.kernel.rowNumbers[this.at / 2 + place]!
  }
}
