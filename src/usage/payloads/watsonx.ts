import { countAt, sumOf } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import { type JsonObject, objectsAt } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * watsonx.ai text generation: each result states its own output and the one prompt that all share.
 * Source: IBM watsonx.ai API docs, "Text generation".
 */
export const watsonx: UsagePayload = {
  name: 'watsonx',
  example: { results: [{ input_token_count: 7, generated_token_count: 2 }] },
  markers: ['token_count'],
  accounting: 'no cache, no reasoning; the prompt once',
  matches: (usage) => 'generated_token_count' in usage || objectsAt(usage, 'results').some(isResult),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const results = isResult(usage) ? [usage] : objectsAt(usage, 'results')
    const prompts = results.flatMap((result) => countAt(result, 'input_token_count') ?? [])
    return [
      {
        counts: {
          ...NO_COUNTS,
          inputTokens: prompts.length === 0 ? null : Math.max(...prompts),
          outputTokens: sumOf(...results.map((result) => countAt(result, 'generated_token_count'))),
        },
      },
    ]
  },
}

function isResult(result: JsonObject): boolean {
  return 'generated_token_count' in result
}
