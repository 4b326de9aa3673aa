import { countAt, sumOf } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import { type JsonObject, objectAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedFees, statedModalities } from './stated.ts'

/**
 * Cohere's `usage` (v2) or `meta` (v1). `billed_units` is what is paid; `tokens` counts the template too, and
 * `cached_tokens` belongs to it. Source: Cohere API reference, "Chat", "Rerank", "Embed".
 */
export const cohere: UsagePayload = {
  name: 'cohere',
  example: { billed_units: { input_tokens: 12, output_tokens: 7 }, tokens: { input_tokens: 507, output_tokens: 7 } },
  markers: ['billed_units'],
  accounting: 'billed units; no cache, reasoning inside output',
  matches: (usage) => isObjectAt(usage, 'billed_units') || isObjectAt(objectAt(usage, 'meta'), 'billed_units'),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const units = objectAt(usage, 'billed_units') ?? objectAt(objectAt(usage, 'meta'), 'billed_units')
    const image = countAt(units, 'image_tokens')
    const fees = statedFees({ rerank: countAt(units, 'search_units') })
    const input = sumOf(countAt(units, 'input_tokens'), image)
    const output = countAt(units, 'output_tokens')
    return [
      {
        counts: {
          ...NO_COUNTS,
          inputTokens: input ?? (fees.fees === undefined ? null : 0),
          outputTokens: output ?? (fees.fees === undefined ? null : 0),
          ...statedModalities({ inputImage: image }),
        },
        ...fees,
      },
    ]
  },
}

function isObjectAt(parent: JsonObject | null, key: string): boolean {
  return objectAt(parent, key) !== null
}
