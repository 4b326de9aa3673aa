import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { geminiInteractions as payload } from '../usage/payloads/gemini-interactions.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Saved answers of Gemini's Interactions API, whole or as stream events. */
export const geminiInteractions: Format = {
  name: 'gemini-interactions',
  title: 'Google Gemini Interactions API answers and streams',
  example:
    '{"id":"v1_AbCdEfGhIjKlMn","object":"interaction","model":"gemini-2.5-flash","status":"completed","created":"2026-03-01T10:00:00Z","usage":{"total_input_tokens":8,"total_cached_tokens":0,"total_output_tokens":12,"total_thought_tokens":100,"total_tool_use_tokens":0,"total_tokens":120}}',
  needles: [],
  selfContained: false,
  docs: {
    identity: 'interaction `id`; usage between the events of a stream belongs to the interaction begun last',
    counts: 'per call; the last usage of a stream; cache inside input, thoughts and tool prompts beside',
    ignores: 'nothing',
  },
  recognizes: (entry) =>
    entry['object'] === 'interaction' || /^(interaction|step)\.\w/.test(textAt(entry, 'event_type') ?? ''),
  open(): FormatReader {
    let begun: JsonObject | null = null
    return {
      push(entry, sink) {
        const interaction = entry['object'] === 'interaction' ? entry : objectAt(entry, 'interaction')
        begun = interaction ?? begun
        const usage = objectAt(interaction, 'usage') ?? objectAt(objectAt(entry, 'metadata'), 'usage')
        if (usage !== null) recordInteraction(begun, usage, interaction !== entry, sink)
      },
    }
  },
}

function recordInteraction(interaction: JsonObject | null, usage: JsonObject, update: boolean, sink: RecordSink): void {
  const model = textAt(interaction, 'model')
  recordCall(
    {
      model,
      provider: 'google',
      identity: textAt(interaction, 'id'),
      ...(update && { update }),
      time: timeAt(interaction, 'created'),
      mode: textAt(interaction, 'service_tier'),
    },
    payload.read(usage, { provider: 'google', model }),
    sink,
  )
}
