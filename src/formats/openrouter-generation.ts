import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { openrouterGeneration as payload } from '../usage/payloads/openrouter-generation.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** OpenRouter's account of single generations, as its `/generation` endpoint answers. */
export const openrouterGeneration: Format = {
  name: 'openrouter-generation',
  title: 'OpenRouter /generation answers',
  example:
    '{"data":{"id":"gen-1772359200-AbCdEfGhIjKlMnOp","model":"openai/gpt-4o","created_at":"2026-03-01T10:00:00Z","native_tokens_prompt":100,"native_tokens_completion":40,"tokens_prompt":95,"tokens_completion":33,"total_cost":0.0012}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: '`id`, which the answer itself carries too',
    counts: 'per call; native tokens, cached and reasoning inside; `total_cost` as logged cost',
    ignores: '`tokens_*` (another tokenizer)',
  },
  recognizes: (entry) => generationOf(entry) !== null,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const generation = generationOf(entry)
    if (generation === null) return
    const hints = { provider: 'openrouter', model: textAt(generation, 'model') }
    recordCall(
      {
        ...hints,
        identity: textAt(generation, 'id'),
        time: timeAt(generation, 'created_at'),
        attributes: knownAttributes({ user: textAt(generation, 'external_user') }),
      },
      payload.read(generation, hints),
      sink,
    )
  },
}

function generationOf(entry: JsonObject): JsonObject | null {
  const generation = objectAt(entry, 'data') ?? entry
  return 'native_tokens_prompt' in generation || 'native_tokens_completion' in generation ? generation : null
}
