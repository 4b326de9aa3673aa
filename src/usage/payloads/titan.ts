import { countAt, sumOf } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import { type JsonObject, objectsAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/** Amazon Titan, text and embeddings: the counts stand in the answer itself. Source: Amazon Bedrock user guide, "Amazon Titan". */
export const titan: UsagePayload = {
  name: 'titan',
  example: { inputTextTokenCount: 30, results: [{ tokenCount: 29 }] },
  markers: ['TokenCount'],
  accounting: 'no cache, no reasoning',
  matches: (usage) => 'inputTextTokenCount' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(usage, 'inputTextTokenCount'),
        outputTokens:
          countAt(usage, 'totalOutputTextTokenCount') ??
          sumOf(...objectsAt(usage, 'results').map((result) => countAt(result, 'tokenCount'))),
      },
    },
  ],
}
