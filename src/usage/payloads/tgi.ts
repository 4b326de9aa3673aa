import { countAt } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * `details` of Hugging Face's text-generation-inference. The prompt is stated only at the end of a stream; elsewhere it
 * is unknown. Source: TGI API reference, "Details" and "StreamDetails".
 */
export const tgi: UsagePayload = {
  name: 'tgi',
  example: { finish_reason: 'eos_token', generated_tokens: 7, input_length: 5 },
  markers: ['generated_tokens'],
  accounting: 'no cache; the prompt is unknown outside streams',
  matches: (usage) => 'generated_tokens' in usage && 'finish_reason' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: {
        ...NO_COUNTS,
        inputTokens: countAt(usage, 'input_length'),
        outputTokens: countAt(usage, 'generated_tokens'),
      },
    },
  ],
}
