import type { EntryPlace, RecordSink } from '../formats/format.ts'

/** A sink that only tells whether anything was told. */
export class Silence implements RecordSink {
  readonly at: EntryPlace
  broken = false

  constructor(at: EntryPlace) {
    this.at = at
  }

  record(): void {
    this.broken = true
  }

  reject(): void {
    this.broken = true
  }

  folded(): void {
    this.broken = true
  }

  warn(): void {
    this.broken = true
  }
}
