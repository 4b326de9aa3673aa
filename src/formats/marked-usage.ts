import type { JsonObject } from '../usage/json.ts'

/** Of the markers of all payloads the most frequent ones. */
const MARKERS = ['input_tokens', 'output_tokens', 'prompt_tokens', 'completion_tokens']

/** True for a usage object with a key that is a needle by itself. */
export function isMarked(usage: JsonObject): boolean {
  return MARKERS.some((key) => key in usage)
}
