import { MalformedUsage } from '../usage/count.ts'
import type { RecordSink } from './format.ts'

/** Reads the items of one entry one by one: a count that is none rejects its item, never the others. */
export function eachItem<Item>(items: Iterable<Item>, sink: RecordSink, read: (item: Item) => void): void {
  for (const item of items) {
    try {
      read(item)
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
      sink.reject(error.reason)
    }
  }
}
