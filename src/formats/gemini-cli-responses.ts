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
    ignores: 'all chunks of a stream but the last that has usage; `countTokens`',
  },
  recognizes: (entry) =>
    typeof entry['method'] === 'string' && 'response' in entry && /^(generate|embed|count)/.test(entry['method']),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const chunks = isArray(entry['response']) ? entry['response'].filter(isObject) : [objectAt(entry, 'response')]
    const usage = objectAt(
      chunks.findLast((chunk) => objectAt(chunk, 'usageMetadata') !== null) ?? null,
      'usageMetadata',
    )
    if (usage === null) return
    const model = lastText(chunks, 'modelVersion')
    const identity = lastText(chunks, 'responseId')
    recordCall({ model, provider: null, identity, time: null }, gemini.read(usage, { provider: 'google', model }), sink)
  },
}

function lastText(chunks: readonly (JsonObject | null)[], key: string): string | null {
  return chunks.reduce<string | null>((found, chunk) => textAt(chunk, key) ?? found, null)
}
