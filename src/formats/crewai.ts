import { countAt, firstCountAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** What a CrewAI crew returns: the totals of the run. */
export const crewai: Format = {
  name: 'crewai',
  title: 'CrewAI crew outputs',
  example:
    '{"raw":"…","tasks_output":[],"token_usage":{"total_tokens":1200,"prompt_tokens":1000,"cached_prompt_tokens":400,"completion_tokens":200,"successful_requests":3}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'none: a result does not name its run',
    counts: 'totals of the run with its number of requests; cache inside prompt',
    ignores: 'nothing',
  },
  recognizes: (entry) => usageOf(entry) !== null,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const usage = usageOf(entry)!
    sink.record({
      model: textAt(entry, 'model'),
      provider: null,
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(usage, 'prompt_tokens'),
        cacheReadInputTokens: countAt(usage, 'cached_prompt_tokens'),
        outputTokens: countAt(usage, 'completion_tokens'),
      },
      calls: firstCountAt(usage, 'successful_requests') || null,
      identity: null,
      time: timeAt(entry, 'timestamp', 'created_at', 'time'),
    })
  },
}

function usageOf(entry: JsonObject): JsonObject | null {
  const usage = objectAt(entry, 'token_usage') ?? objectAt(entry, 'usage_metrics') ?? entry
  return 'successful_requests' in usage && 'cached_prompt_tokens' in usage ? usage : null
}
