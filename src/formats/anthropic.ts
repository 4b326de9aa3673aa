import { isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { anthropic as payload } from '../usage/payloads/anthropic.ts'
import type { Wants } from '../usage/wants.ts'
import { messageAfter, type StreamedMessage } from './anthropic-stream.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { isMarked } from './marked-usage.ts'
import { REQUEST_WANTS, REQUESTS } from './model-request.ts'
import { hasPiUsage } from './pi-events.ts'

const EVENTS = new Set([
  'message_start',
  'message_delta',
  'message_stop',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
])

/** What is looked at of a whole answer, by its readers as well as here. */
export const MESSAGE_WANTS: Wants = {
  ...{ id: true, type: true, role: true, model: true, stop_reason: true, sessionId: true, usage: true },
  content: [{}],
}

/** And of the one that an event opens. */
const STARTED: Wants = { id: true, model: true, usage: true }

/** Saved answers of the Anthropic Messages API (also from Bedrock and Vertex), whole or as dumped stream events. */
export const anthropic: Format = {
  name: 'anthropic',
  title: 'Anthropic Messages API answers and streams',
  example:
    '{"id":"msg_01AbCdEfGhIjKlMnOpQrSt","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":200,"output_tokens":30}}',
  needles: [],
  selfContained: false,
  wants: {
    ...REQUEST_WANTS,
    ...MESSAGE_WANTS,
    ...{ event: true, data: { type: true, usage: true, message: STARTED }, message: STARTED },
  },
  recurs: { varies: ['id', 'usage', 'message.id', 'data.message.id'], kindOf, beside: REQUESTS },
  docs: {
    identity: 'message `id`',
    counts: 'per call; in a stream the last statement of each field; cache outside input, thinking inside output',
    ignores: '`context_management` edits, `fallback_credit`, the copy of the usage that Bedrock adds to `message_stop`',
  },
  recognizes: (entry) =>
    isMessage(entry) ||
    (EVENTS.has(textAt(eventOf(entry), 'type') ?? '') && !hasPiUsage(objectAt(eventOf(entry), 'message'))),
  open(): FormatReader {
    let streamed: StreamedMessage | null = null
    return {
      push(entry, sink) {
        if (isMessage(entry)) return recordMessage(entry, sink)
        const event = eventOf(entry)
        const usage = objectAt(event, 'usage') ?? objectAt(objectAt(event, 'message'), 'usage')
        if (usage === null) return
        streamed = messageAfter(event, streamed)
        recordStreamed(streamed ?? { id: null, model: null, usage, final: true }, sink)
      },
    }
  },
}

/** Most events say nothing. Those that do are kept by the reader, for what later ones add. */
function kindOf(entry: JsonObject): 'nothing' | 'again' | null {
  if (isMessage(entry)) return kindOfMessage(entry)
  const event = eventOf(entry)
  return (objectAt(event, 'usage') ?? objectAt(objectAt(event, 'message'), 'usage')) === null ? 'nothing' : null
}

/** Of an entry that is or holds this answer: see Recurring. */
export function kindOfMessage(message: JsonObject | null): 'nothing' | 'again' | null {
  const usage = objectAt(message, 'usage')
  return usage === null ? 'nothing' : isMarked(usage) ? 'again' : null
}

/** An answer that says itself that it is one. */
export function isMessage(entry: JsonObject): boolean {
  return (
    entry['type'] === 'message' &&
    entry['role'] === 'assistant' &&
    (Array.isArray(entry['content']) || isObject(entry['usage'])) &&
    !('sessionId' in entry)
  )
}

/** Records a whole message; `mode` wins over what its usage says. */
export function recordMessage(message: JsonObject, sink: RecordSink, mode: string | null = null): void {
  const usage = objectAt(message, 'usage')
  if (usage === null) return
  const model = textAt(message, 'model')
  recordCall(
    {
      model,
      provider: null,
      identity: textAt(message, 'id'),
      time: null,
      mode,
      ...(message['stop_reason'] === null && { partial: true }),
    },
    payload.read(usage, { provider: 'anthropic', model }),
    sink,
  )
}

function recordStreamed({ id, model, usage, final }: StreamedMessage, sink: RecordSink): void {
  const usages = payload.read(usage, { provider: 'anthropic', model })
  recordCall({ model, provider: null, identity: id, update: true, partial: !final, time: null }, usages, sink)
}

/** Some dumps keep the event's name beside its data: `{event, data}`. */
function eventOf(entry: JsonObject): JsonObject {
  return (typeof entry['event'] === 'string' ? objectAt(entry, 'data') : null) ?? entry
}
