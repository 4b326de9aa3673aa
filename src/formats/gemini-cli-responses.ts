import { isArray, isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { gemini } from '../usage/payloads/gemini.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/** Answers that Gemini CLI's tests replay: a method and its answer, or all chunks of a stream, of which the last counts. */
export const geminiCliResponses: Format = {
  name: 'gemini-cli-responses',
  title: 'Gemini CLI recorded answers (.responses)',
  example:
    '{"method":"generateContentStream","response":[{"candidates":[],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":12}}]}',
  needles: [],
  selfContained: true,
  docs: {
    identity: '`responseId`, where there is one',
    counts: 'per call; cache inside input, thoughts outside output',
    ignores: 'all chunks of a stream but the last word on each count; `countTokens`',
  },
  recognizes: (entry) =>
    typeof entry['method'] === 'string' && 'response' in entry && /^(generate|embed|count)/.test(entry['method']),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const chunks = isArray(entry['response']) ? entry['response'].filter(isObject) : [objectAt(entry, 'response')]
    const usage = chunks.reduce<JsonObject | null>(overlaid, null)
    if (usage === null) return
    const model = lastText(chunks, 'modelVersion')
    const identity = lastText(chunks, 'responseId')
    recordCall({ model, provider: null, identity, time: null }, gemini.read(usage, { provider: 'google', model }), sink)
  },
}

/** Later chunks win, count by count: thoughts often come late, the cache count early. */
function overlaid(usage: JsonObject | null, chunk: JsonObject | null): JsonObject | null {
  const next = objectAt(chunk, 'usageMetadata')
  return next === null ? usage : { ...usage, ...next }
}

function lastText(chunks: readonly (JsonObject | null)[], key: string): string | null {
  return chunks.reduce<string | null>((found, chunk) => textAt(chunk, key) ?? found, null)
}
