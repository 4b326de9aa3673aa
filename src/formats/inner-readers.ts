import type { JsonObject } from '../usage/json.ts'
import { eachItem } from './each-item.ts'
import type { FileContext, Format, FormatReader, RecordSink } from './format.ts'

/** Readers of other formats, for entries that stand inside an entry: each is read by the first format that knows it. */
export class InnerReaders {
  private readonly formats: readonly Format[]
  private readonly file: FileContext
  private readonly readers = new Map<Format, FormatReader>()

  constructor(formats: readonly Format[], file: FileContext) {
    this.formats = formats
    this.file = file
  }

  push(entries: readonly JsonObject[], sink: RecordSink): void {
    eachItem(entries, sink, (entry) => {
      const format = this.formats.find((each) => each.recognizes(entry))
      if (format !== undefined) this.readerOf(format).push(entry, sink)
    })
  }

  close(sink: RecordSink): void {
    for (const reader of this.readers.values()) reader.close?.(sink)
  }

  private readerOf(format: Format): FormatReader {
    const known = this.readers.get(format)
    if (known !== undefined) return known
    const reader = format.open(this.file)
    this.readers.set(format, reader)
    return reader
  }
}
