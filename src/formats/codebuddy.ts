import { firstCountAt } from '../usage/count.ts'
import { isZero, NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/** CodeBuddy sessions: the raw usage of a call lies with the first item of its answer. `credit` is no money. */
export const codebuddy: Format = {
  name: 'codebuddy',
  title: 'CodeBuddy sessions',
  example:
    '{"id":"chatcmpl-1","type":"message","role":"assistant","timestamp":1779948000000,"sessionId":"s1","cwd":"/w","providerData":{"model":"m","requestModelId":"claude-opus-4.7-1m","rawUsage":{"prompt_tokens":1500,"completion_tokens":42,"total_tokens":1542,"cache_creation_input_tokens":0,"cache_read_input_tokens":1400}}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'session and item id',
    counts: 'per call; cache reads and writes inside the prompt',
    ignores: 'items without `rawUsage`, credits',
  },
  recognizes: (entry) => 'sessionId' in entry && objectAt(entry, 'providerData') !== null,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const data = objectAt(entry, 'providerData')
    const usage = objectAt(data, 'rawUsage')
    if (usage === null) return
    const counts = countsOf(usage)
    if (isZero(counts)) return
    const id = textAt(entry, 'id')
    const session = textAt(entry, 'sessionId')
    sink.record({
      model: textAt(data, 'requestModelId') ?? textAt(data, 'model'),
      provider: null,
      counts,
      identity: id === null ? null : `${session}:${id}`,
      time: timeAt(entry, 'timestamp'),
      attributes: knownAttributes({ session, project: textAt(entry, 'cwd') }),
    })
  },
}

function countsOf(usage: JsonObject) {
  return {
    ...NO_COUNTS,
    inputTokens: firstCountAt(usage, 'prompt_tokens'),
    cacheReadInputTokens:
      firstCountAt(usage, 'cache_read_input_tokens') ??
      firstCountAt(objectAt(usage, 'prompt_tokens_details'), 'cached_tokens'),
    cacheCreationInputTokens: firstCountAt(usage, 'cache_creation_input_tokens'),
    outputTokens: firstCountAt(usage, 'completion_tokens'),
    reasoningOutputTokens: firstCountAt(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens'),
  }
}
