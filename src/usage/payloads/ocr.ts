import { countAt } from '../count.ts'
import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedFees } from './stated.ts'

/** Reading documents, billed by the page: Mistral's `usage_info`. Source: Mistral API reference, "OCR". */
export const ocr: UsagePayload = {
  name: 'ocr',
  example: { pages_processed: 29, doc_size_bytes: 3002783 },
  markers: ['pages_processed'],
  accounting: 'no tokens; pages',
  matches: (usage) => 'pages_processed' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: { ...NO_COUNTS, inputTokens: 0, outputTokens: 0 },
      ...statedFees({ page: countAt(usage, 'pages_processed') }),
    },
  ],
}
