import { isObject, type JsonObject, objectAt } from '../usage/json.ts'
import { dumpReader } from './dump.ts'
import type { Format } from './format.ts'
import { dumpCounts } from './original-report.ts'

/** What a usage tracker's `get_summary()` returns, saved as JSON. */
export const trackerSummary: Format = {
  name: 'tracker-summary',
  title: 'saved summaries of a usage tracker',
  example:
    '{"total_input_tokens":100000,"total_output_tokens":25000,"total_tokens":125000,"call_count":4,"models":{"gpt-4o":{"input_tokens":100000,"output_tokens":25000,"total_tokens":125000,"call_count":4}}}',
  needles: ['"total_input_tokens"'],
  selfContained: false,
  docs: {
    identity: "the dump's content and the base name of its file",
    counts: 'totals per model with their number of calls; no cost',
    ignores: 'the totals beside `models`',
  },
  recognizes: (entry) =>
    isObject(entry['models']) && 'total_input_tokens' in entry && 'call_count' in entry && !('schema_version' in entry),
  open: (file) => dumpReader(file, modelsOf, (row, _entry, model) => ({ ...dumpCounts(row), model: String(model) })),
}

function modelsOf(entry: JsonObject): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectAt(entry, 'models') ?? {}).filter((row): row is [string, JsonObject] => isObject(row[1]))
}
