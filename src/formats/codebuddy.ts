import { firstCountAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/**
 * CodeBuddy and WorkBuddy sessions: the usage of a call lies with items of its answer, which name the same message, as the
 * provider gave it (`rawUsage`, which may be cut down) and in the program's own words. `credit` is no money.
 */
export const codebuddy: Format = {
  name: 'codebuddy',
  title: 'CodeBuddy and WorkBuddy sessions',
  example:
    '{"id":"chatcmpl-1","type":"message","role":"assistant","timestamp":1779948000000,"sessionId":"s1","cwd":"/w","providerData":{"model":"m","requestModelId":"claude-opus-4.7-1m","rawUsage":{"prompt_tokens":1500,"completion_tokens":42,"total_tokens":1542,"cache_creation_input_tokens":0,"cache_read_input_tokens":1400}}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'session and message id, else item id',
    counts: 'per call; cache reads and writes inside the prompt',
    ignores: 'further items of a message, items without usage, credits',
  },
  recognizes: (entry) => {
    const data = objectAt(entry, 'providerData')
    return data !== null && ('sessionId' in entry || objectAt(data, 'rawUsage') !== null)
  },
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const data = objectAt(entry, 'providerData')
    const raw = objectAt(data, 'rawUsage')
    const own = objectAt(data, 'usage')
    if (raw === null && own === null) return
    const counts = countsOf(raw, own)
    if (isZero(counts)) return
    const id = textAt(data, 'messageId') ?? textAt(entry, 'id')
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

function countsOf(raw: JsonObject | null, own: JsonObject | null): TokenCounts {
  const ownDetails = objectsAt(own, 'inputTokensDetails')[0] ?? null
  const read = mostOf(
    firstCountAt(raw, 'cache_read_input_tokens'),
    firstCountAt(raw, 'prompt_cache_hit_tokens'),
    firstCountAt(objectAt(raw, 'prompt_tokens_details'), 'cached_tokens'),
    firstCountAt(ownDetails, 'cached_tokens'),
  )
  const written = mostOf(
    firstCountAt(raw, 'cache_creation_input_tokens'),
    firstCountAt(raw, 'prompt_cache_write_tokens'),
  )
  const reasoning =
    firstCountAt(objectAt(raw, 'completion_tokens_details'), 'reasoning_tokens') ??
    firstCountAt(raw, 'completion_thinking_tokens') ??
    firstCountAt(objectsAt(own, 'outputTokensDetails')[0] ?? null, 'reasoning_tokens')
  return {
    inputTokens: firstCountAt(raw, 'prompt_tokens') ?? firstCountAt(own, 'inputTokens'),
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
    cacheCreation1hInputTokens: null,
    outputTokens: firstCountAt(raw, 'completion_tokens') ?? firstCountAt(own, 'outputTokens'),
    reasoningOutputTokens: reasoning,
  }
}

/** The same count under the names of several providers: those that do not speak say 0. */
function mostOf(...counts: readonly (number | null)[]): number | null {
  const stated = counts.filter((count) => count !== null)
  return stated.length === 0 ? null : Math.max(...stated)
}
