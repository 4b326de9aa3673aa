import { amountAt, scaledDown, TICKS_PER_DOLLAR_PLACES } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader } from './format.ts'

/** Grok Build's updates.jsonl, and other logs of Agent Client Protocol updates, which carry no counts. */
export const grokBuild: Format = {
  name: 'grok-build',
  title: 'Grok Build session updates',
  example:
    '{"timestamp":1788136427,"method":"_x.ai/session/update","params":{"sessionId":"s1","update":{"sessionUpdate":"turn_completed","prompt_id":"p1","usage":{"inputTokens":1000,"outputTokens":20,"cachedReadTokens":800,"reasoningTokens":5,"modelCalls":2,"costUsdTicks":2842748000,"modelUsage":{"grok-4.5-build":{"inputTokens":1000,"outputTokens":20,"cachedReadTokens":800,"reasoningTokens":5,"modelCalls":2,"costUsdTicks":2842748000}}}}}}',
  needles: ['"turn_completed"'],
  selfContained: true,
  docs: {
    identity: '`prompt_id` and model',
    counts: 'per turn and model, with the number of calls; cache inside input, reasoning inside output',
    ignores: '`_meta.totalTokens` (the size of the context), repeated completions of a prompt',
  },
  recognizes: (entry) => typeof updateOf(entry)['sessionUpdate'] === 'string',
  open: () => reader,
}

/** An update stands inside its notification, or alone. */
function updateOf(entry: JsonObject): JsonObject {
  return objectAt(objectAt(entry, 'params'), 'update') ?? entry
}

const reader: FormatReader = {
  push(entry, sink) {
    const params = objectAt(entry, 'params')
    const update = updateOf(entry)
    const usage = update['sessionUpdate'] === 'turn_completed' ? objectAt(update, 'usage') : null
    if (usage === null) return
    const prompt = textAt(update, 'prompt_id')
    const session = textAt(params, 'sessionId')
    const rows = Object.entries(objectAt(usage, 'modelUsage') ?? {}).filter((row): row is [string, JsonObject] =>
      isObject(row[1]),
    )
    eachItem<[string | null, JsonObject]>(
      rows.length > 0 ? rows : [[textAt(update, 'model'), usage]],
      sink,
      ([model, row]) => {
        const counts = countsOf(row)
        if (isZero(counts)) return
        const ticks = amountAt(row, 'costUsdTicks')
        sink.record({
          model,
          provider: null,
          counts,
          identity: prompt === null ? null : `${prompt}#${model}`,
          time: timeAt(entry, 'timestamp') ?? timeAt(objectAt(params, '_meta'), 'agentTimestampMs'),
          calls: countAt(row, 'modelCalls'),
          ...(usage['usageIsIncomplete'] === true && { partial: true }),
          loggedCostUsd: ticks === null ? null : scaledDown(ticks, TICKS_PER_DOLLAR_PLACES),
          attributes: knownAttributes({ session }),
        })
      },
    )
  },
}

function countsOf(usage: JsonObject): TokenCounts {
  return {
    inputTokens: countAt(usage, 'inputTokens'),
    cacheReadInputTokens: countAt(usage, 'cachedReadTokens'),
    cacheCreationInputTokens: countAt(usage, 'cacheCreationTokens'),
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(usage, 'outputTokens'),
    reasoningOutputTokens: countAt(usage, 'reasoningTokens'),
  }
}
