import type { FileContext, Format, FormatReader } from '../formats/format.ts'

/** The readers of one file: one for each format of which there is an entry, whether or not its reader is asked about any. */
export class FileReaders {
  readonly all = new Map<Format, FormatReader>()
  private readonly context: FileContext

  constructor(context: FileContext) {
    this.context = context
  }

  of(format: Format): FormatReader {
    const known = this.all.get(format)
    if (known !== undefined) return known
    const reader = format.open(this.context)
    this.all.set(format, reader)
    return reader
  }

  /** True when no entry so far has a say in how later ones are read. */
  get standAlone(): boolean {
    for (const format of this.all.keys()) if (!format.selfContained) return false
    return true
  }
}
