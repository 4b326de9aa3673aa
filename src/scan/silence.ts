import type { FormatReader, RecordSink } from '../formats/format.ts'
import { MalformedUsage } from '../usage/count.ts'
import type { JsonObject } from '../usage/json.ts'

/** True when a reader that looks at each entry alone tells nothing of this one. */
export function isSilentOn(reader: FormatReader, entry: JsonObject): boolean {
  let silent = true
  const told = () => {
    silent = false
  }
  const sink: RecordSink = { at: { offset: 0, line: 0 }, record: told, reject: told, folded: told, warn: told }
  try {
    reader.push(entry, sink)
  } catch (error) {
    if (!(error instanceof MalformedUsage)) throw error
    return false
  }
  return silent
}
