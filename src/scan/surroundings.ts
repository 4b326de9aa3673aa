import type { FileContext } from '../formats/format.ts'
import { readSibling } from '../sources/sibling.ts'
import type { Source } from '../sources/source.ts'

/** What formats may ask beside the entries of a file, and whether they did. */
export class Surroundings implements FileContext {
  /** True when the name of the file was asked for. */
  named = false
  /** True when a neighbouring file was. */
  siblings = false
  readonly source: Source

  constructor(source: Source) {
    this.source = source
  }

  get name(): string {
    this.named = true
    return this.source.name
  }

  sibling(name: string): string | null {
    this.siblings = true
    return readSibling(this.source.path, name)
  }
}
