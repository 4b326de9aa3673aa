import { NO_COUNTS } from '../counts.ts'
import type { JsonObject } from '../json.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { secondsAt, statedFees } from './stated.ts'

/** Transcription that is billed by the length of the audio. Source: OpenAI API reference, "Create transcription". */
export const duration: UsagePayload = {
  name: 'duration',
  example: { type: 'duration', seconds: 90 },
  markers: ['"duration"'],
  accounting: 'no tokens; seconds of audio',
  matches: (usage) => usage['type'] === 'duration' && 'seconds' in usage,
  read: (usage: JsonObject, _hints: UsageHints): readonly Usage[] => [
    {
      counts: { ...NO_COUNTS, inputTokens: 0, outputTokens: 0 },
      ...statedFees({ audio_second: secondsAt(usage, 'seconds') }),
    },
  ],
}
