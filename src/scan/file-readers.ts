import type { FileContext, Format, FormatReader } from '../formats/format.ts'

interface FileReader {
  readonly format: Format
  readonly reader: FormatReader
}

/** The readers of one file: one for each format of which there is an entry, whether or not its reader is asked about any. */
export class FileReaders {
  all: readonly FileReader[] = NONE
  private readonly context: FileContext

  constructor(context: FileContext) {
    this.context = context
  }

  of(format: Format): FormatReader {
    for (const known of this.all) if (known.format === format) return known.reader
    const reader = format.open(this.context)
    this.all = this.all === NONE ? [{ format, reader }] : [...this.all, { format, reader }]
    return reader
  }

  /** True when no entry so far has a say in how later ones are read. */
  get standAlone(): boolean {
    return this.all.every(({ format }) => format.selfContained)
  }
}

/** Before the first entry. */
const NONE: readonly never[] = []
