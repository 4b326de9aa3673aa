import type { Format, RecordSink } from '../../src/formats/format.ts'
import { MalformedUsage } from '../../src/usage/count.ts'
import type { JsonObject } from '../../src/usage/json.ts'

interface Showing {
  /** Absent: all are shown to the reader. */
  readonly isShown?: (entry: JsonObject) => boolean
  /** What happens to an entry that was shown. */
  readonly after?: (entry: JsonObject) => void
}

/** All that a reader of the format tells of these entries. */
export function told(
  format: Format,
  entries: readonly JsonObject[],
  { isShown = () => true, after = () => undefined }: Showing = {},
): readonly unknown[] {
  const said: unknown[] = []
  let place = { offset: 0, line: 0 }
  const sink: RecordSink = {
    get at() {
      return place
    },
    record: (record, at) => void said.push(['record', record, at ?? place]),
    reject: (reason, at) => void said.push(['reject', reason, at ?? place]),
    folded: (at) => void said.push(['folded', at ?? place]),
    warn: (code, message) => void said.push(['warn', code, message]),
  }
  const reader = format.open({ name: 'told.jsonl', sibling: () => null })
  for (const [index, entry] of entries.entries()) {
    if (!isShown(entry)) continue
    place = { offset: index + 1, line: index + 1 }
    try {
      reader.push(entry, sink)
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
      said.push(['malformed', error.reason, place])
    }
    after(entry)
  }
  reader.close?.(sink)
  return said
}
