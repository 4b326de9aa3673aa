import { sameCounts } from '../usage/arithmetic.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { aiSdk } from '../usage/payloads/ai-sdk.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/** mux's `chat.jsonl`: the AI SDK's usage of a whole turn, and beside it that of its last call (`contextUsage`). */
export const mux: Format = {
  name: 'mux',
  title: 'mux chats',
  example:
    '{"id":"assistant-1","role":"assistant","parts":[],"metadata":{"historySequence":1,"timestamp":1776023230000,"model":"anthropic:claude-opus-4-8","usage":{"inputTokens":1000,"outputTokens":230,"reasoningTokens":30,"cachedInputTokens":200},"providerMetadata":{"anthropic":{"cacheCreationInputTokens":50}}}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'time and `id` of the message',
    counts: "per turn, calls unknown where its last call is another; cache outside input for Anthropic's models",
    ignores: '`contextUsage`, the last call of a turn',
  },
  recognizes: (entry) => entry['role'] === 'assistant' && 'historySequence' in (objectAt(entry, 'metadata') ?? {}),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const metadata = objectAt(entry, 'metadata')
    const usage = objectAt(metadata, 'usage')
    if (usage === null) return
    const model = textAt(metadata, 'model')
    const provider = knownProviderKey(model?.split(':')[0] ?? null)
    const read = (each: JsonObject) => aiSdk.read(each, { provider, model })[0]!.counts
    const last = objectAt(metadata, 'contextUsage')
    const counts = read(usage)
    if (isZero(counts)) return
    const [id, time] = [textAt(entry, 'id'), timeAt(metadata, 'timestamp')]
    sink.record({
      model,
      provider,
      counts: withCacheWrites(counts, objectAt(metadata, 'providerMetadata')),
      identity: id === null || time === null ? null : `${id}@${time}`,
      time,
      ...(last !== null && !sameCounts(counts, read(last)) && { calls: null }),
      attributes: knownAttributes({ session: textAt(entry, 'workspaceId') }),
    })
  },
}

/** Anthropic's cache writes, which the AI SDK hands on beside the usage. */
function withCacheWrites(counts: TokenCounts, metadata: JsonObject | null): TokenCounts {
  const written = countAt(objectAt(metadata, 'anthropic'), 'cacheCreationInputTokens')
  if (written === null || counts.cacheCreationInputTokens !== null) return counts
  return { ...counts, inputTokens: sumOf(counts.inputTokens, written), cacheCreationInputTokens: written }
}
