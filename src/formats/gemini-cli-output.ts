import { countAt, sumOf } from '../usage/count.ts'
import { isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader } from './format.ts'

/** What `gemini -o json` prints, and the last line of `-o stream-json`: totals of the run by model. */
export const geminiCliOutput: Format = {
  name: 'gemini-cli-output',
  title: 'Gemini CLI headless output (-o json, -o stream-json)',
  example:
    '{"session_id":"s1","response":"Done.","stats":{"models":{"gemini-2.5-pro":{"api":{"totalRequests":2},"tokens":{"prompt":24000,"candidates":150,"total":24300,"cached":22000,"thoughts":120,"tool":30}}}}}',
  needles: ['"totalRequests"', '"init"'],
  selfContained: false,
  docs: {
    identity: 'none; of a session whose chat or telemetry is read too, only what these leave counts',
    counts: 'a total per run and model, with the number of requests where it is said; cache inside input',
    ignores: 'sums over the models',
  },
  recognizes: (entry) => statsOf(entry) !== null || (entry['type'] === 'init' && 'session_id' in entry),
  open: reader,
}

function statsOf(entry: JsonObject): JsonObject | null {
  const isRun = entry['type'] === 'result' ? 'status' in entry : 'response' in entry
  const stats = isRun ? objectAt(entry, 'stats') : null
  return stats !== null && objectAt(stats, 'models') !== null ? stats : null
}

function reader(): FormatReader {
  let session: string | null = null
  let model: string | null = null
  return {
    push(entry, sink) {
      session = textAt(entry, 'session_id') ?? session
      model = textAt(entry, 'model') ?? model
      const stats = statsOf(entry)
      if (stats === null) return
      const rows = Object.entries(objectAt(stats, 'models')!).filter((row): row is [string, JsonObject] =>
        isObject(row[1]),
      )
      eachItem<[string | null, JsonObject]>(rows.length > 0 ? rows : [[model, stats]], sink, ([name, row]) => {
        const counts = countsOf(objectAt(row, 'tokens') ?? row)
        if (isZero(counts)) return
        sink.record({
          model: name,
          provider: null,
          counts,
          identity: null,
          time: timeAt(entry, 'timestamp'),
          total: { of: 'run' },
          calls: countAt(objectAt(row, 'api'), 'totalRequests'),
          attributes: knownAttributes({ session }),
        })
      })
    },
  }
}

/** The printed line has no thoughts and no tool prompts of its own: the total holds them, and most of them are thoughts. */
function countsOf(tokens: JsonObject): TokenCounts {
  const tool = countAt(tokens, 'tool')
  const input = sumOf(countAt(tokens, 'prompt') ?? countAt(tokens, 'input_tokens'), tool)
  const visible = countAt(tokens, 'candidates') ?? countAt(tokens, 'output_tokens')
  const total = countAt(tokens, 'total') ?? countAt(tokens, 'total_tokens')
  const beyond = total === null ? null : Math.max(0, total - (sumOf(input, visible) ?? 0))
  const thoughts = countAt(tokens, 'thoughts') ?? beyond
  return {
    ...NO_COUNTS,
    inputTokens: input,
    cacheReadInputTokens: countAt(tokens, 'cached'),
    outputTokens: sumOf(visible, thoughts),
    reasoningOutputTokens: thoughts,
  }
}
