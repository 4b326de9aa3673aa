import { countAt } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Embedding and rerank services that state a total only: all of it is input. Only where the provider or model says so;
 * elsewhere a lone total may be anything. Source: Voyage AI API reference, "Embeddings" and "Rerankers".
 */
export const voyage: UsagePayload = {
  name: 'voyage',
  example: { total_tokens: 43 },
  markers: ['total_tokens'],
  accounting: 'the total is the input',
  matches: (usage, { provider, model }) =>
    'total_tokens' in usage &&
    !Object.keys(usage).some((key) => /^(prompt|completion|input|output)_tokens$/.test(key)) &&
    (provider === 'voyage' || provider === 'voyageai' || /^(voyage|rerank|jina)-/.test(model ?? '')),
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    { counts: { ...NO_COUNTS, inputTokens: countAt(usage, 'total_tokens'), outputTokens: 0 } },
  ],
}
