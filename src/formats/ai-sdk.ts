import { sameCounts } from '../usage/arithmetic.ts'
import { countAt, sumOf } from '../usage/count.ts'
import type { TokenCounts } from '../usage/counts.ts'
import { firstTextAt, isArray, isObject, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { aiSdk as payload } from '../usage/payloads/ai-sdk.ts'
import { providerKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Results and stream parts of Vercel's AI SDK as people log them: each step is a call, the total repeats its steps. */
export const aiSdk: Format = {
  name: 'ai-sdk',
  title: 'Vercel AI SDK results and stream parts',
  example:
    '{"finishReason":"stop","usage":{"inputTokens":120,"outputTokens":40,"totalTokens":160},"totalUsage":{"inputTokens":220,"outputTokens":70,"totalTokens":290},"steps":[{"finishReason":"tool-calls","usage":{"inputTokens":100,"outputTokens":30,"totalTokens":130},"response":{"id":"aitxt-1","modelId":"gpt-4o-2024-08-06","timestamp":"2026-03-01T10:00:00.000Z"}},{"finishReason":"stop","usage":{"inputTokens":120,"outputTokens":40,"totalTokens":160},"response":{"id":"aitxt-2","modelId":"gpt-4o-2024-08-06","timestamp":"2026-03-01T10:00:01.000Z"}}]}',
  needles: [],
  selfContained: false,
  docs: {
    identity: 'the `id` of `response`',
    counts: 'per step; without steps the total, of an unknown number of calls',
    ignores:
      '`totalUsage` and `usage` beside the steps that they sum or repeat, `finish` after its `finish-step` parts',
  },
  recognizes: (entry) =>
    isObject(entry['totalUsage']) ||
    isStepPart(entry) ||
    (isArray(entry['steps']) && objectsAt(entry, 'steps').some(isStep)) ||
    isStep(entry),
  open,
}

function open(): FormatReader {
  let stepsBefore = 0
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      const steps = objectsAt(entry, 'steps').filter(isStep)
      const total = objectAt(entry, 'totalUsage')
      if (steps.length > 0) eachItem(steps, sink, (step) => recordStep(step, entry, sink))
      else if (entry['type'] === 'finish') {
        if (stepsBefore === 0) recordTotal(entry, total ?? objectAt(entry, 'usage'), sink)
        else sink.folded()
        stepsBefore = 0
      } else if (total !== null) recordTotal(entry, total, sink)
      else {
        if (isStepPart(entry)) stepsBefore++
        recordStep(entry, entry, sink)
      }
    },
  }
}

/** A part of a UI or text stream that closes a step or the whole. */
function isStepPart(entry: JsonObject): boolean {
  const type = entry['type']
  if (type !== 'finish-step' && type !== 'step-finish' && type !== 'finish') return false
  return isUsage(objectAt(entry, 'usage') ?? objectAt(entry, 'totalUsage'))
}

function isStep(value: JsonObject): boolean {
  return (
    'finishReason' in value && isUsage(objectAt(value, 'usage')) && (isObject(value['response']) || 'text' in value)
  )
}

function isUsage(usage: JsonObject | null): boolean {
  return (
    usage !== null && ['inputTokens', 'outputTokens', 'promptTokens', 'completionTokens'].some((key) => key in usage)
  )
}

function recordStep(step: JsonObject, entry: JsonObject, sink: RecordSink): void {
  const response = objectAt(step, 'response')
  const model = modelOf(step) ?? modelOf(entry)
  const provider = providerOf(step) ?? providerOf(entry)
  const stated = objectAt(step, 'usage')
  if (stated === null) return
  const [usage] = payload.read(stated, { provider, model })
  sink.record({
    model,
    provider,
    counts: withCacheWrites(usage!.counts, step),
    identity: textAt(response, 'id'),
    time: timeAt(response, 'timestamp') ?? timeAt(entry, 'timestamp', 'time', 'createdAt'),
  })
}

function recordTotal(entry: JsonObject, total: JsonObject | null, sink: RecordSink): void {
  if (total === null) return
  const model = modelOf(entry)
  const provider = providerOf(entry)
  const read = (usage: JsonObject) => payload.read(usage, { provider, model })[0]!.counts
  const last = objectAt(entry, 'usage')
  const counts = read(total)
  const isOneCall = last !== null && sameCounts(counts, read(last))
  sink.record({
    model,
    provider,
    counts: isOneCall ? withCacheWrites(counts, entry) : counts,
    ...(!isOneCall && { calls: null }),
    identity: textAt(objectAt(entry, 'response'), 'id'),
    time: timeAt(objectAt(entry, 'response'), 'timestamp') ?? timeAt(entry, 'timestamp', 'time', 'createdAt'),
  })
}

/**
 * Before version 6 Anthropic's cache writes stand in the provider's metadata only, beside the input; how long they live stands
 * only there in any version.
 */
function withCacheWrites(counts: TokenCounts, step: JsonObject): TokenCounts {
  const metadata = objectAt(objectAt(step, 'providerMetadata'), 'anthropic')
  const isLeftOut = counts.cacheCreationInputTokens === null
  const written = isLeftOut ? countAt(metadata, 'cacheCreationInputTokens') : counts.cacheCreationInputTokens
  if (written === null) return counts
  const ofAnHour = countAt(objectAt(objectAt(metadata, 'usage'), 'cache_creation'), 'ephemeral_1h_input_tokens')
  return {
    ...counts,
    inputTokens: isLeftOut ? sumOf(counts.inputTokens, written) : counts.inputTokens,
    cacheCreationInputTokens: written,
    cacheCreation1hInputTokens: ofAnHour === null ? null : Math.min(ofAnHour, written),
  }
}

function modelOf(holder: JsonObject): string | null {
  return (
    textAt(objectAt(holder, 'response'), 'modelId') ??
    firstTextAt(objectAt(holder, 'model'), 'modelId') ??
    firstTextAt(holder, 'modelId', 'model')
  )
}

function providerOf(holder: JsonObject): string | null {
  const named = textAt(objectAt(holder, 'model'), 'provider') ?? textAt(holder, 'provider')
  if (named !== null) return providerKey(named)
  return 'anthropic' in (objectAt(holder, 'providerMetadata') ?? {}) ? 'anthropic' : null
}
