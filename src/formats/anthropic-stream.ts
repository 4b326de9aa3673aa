import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { overlaidUsage } from './streamed-usage.ts'

/** A message as far as its stream events tell: `usage` with each field as it was stated last. */
export interface StreamedMessage {
  readonly id: string | null
  readonly model: string | null
  readonly usage: JsonObject
  /** True once a delta has stated usage: the one of the start is a first estimate. */
  readonly final: boolean
}

/**
 * `message_start` opens a message with a first usage, each `message_delta` states some fields anew (totals, not additions).
 * A start of the message at hand is a retry of the connection or a splice: what was stated since stays.
 */
export function messageAfter(event: JsonObject, known: StreamedMessage | null): StreamedMessage | null {
  const message = objectAt(event, 'message')
  if (event['type'] === 'message_start') {
    const id = textAt(message, 'id')
    const usage = objectAt(message, 'usage') ?? {}
    const again = id !== null && id === known?.id
    const model = textAt(message, 'model')
    return again ? { ...known, usage: overlaidUsage(usage, known.usage) } : { id, model, usage, final: false }
  }
  const stated = objectAt(event, 'usage')
  return stated === null || known === null
    ? known
    : { ...known, usage: overlaidUsage(known.usage, stated), final: true }
}
