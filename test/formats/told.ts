import type { Format, RecordSink } from '../../src/formats/format.ts'
import { MalformedUsage } from '../../src/usage/count.ts'
import type { JsonObject } from '../../src/usage/json.ts'

/** All that a reader of the format tells of these entries; `after` each one something may happen to it. */
export function told(
  format: Format,
  entries: readonly JsonObject[],
  after: (entry: JsonObject) => void = () => undefined,
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
