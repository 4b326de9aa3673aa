import { isArray, type JsonObject, objectAt, objectsAt } from '../usage/json.ts'
import type { EntryPlace, RecordSink } from './format.ts'

const MESSAGE_EVENTS = new Set(['message_start', 'message_update', 'message_end', 'turn_end'])

/** An assistant message with pi's usage. */
export function isPiMessage(message: JsonObject | null): boolean {
  return message?.['role'] === 'assistant' && hasPiUsage(message)
}

export function hasPiUsage(message: JsonObject | null): boolean {
  const usage = objectAt(message, 'usage')
  return usage !== null && ('input' in usage || 'totalTokens' in usage)
}

/** An event that `pi --mode json` prints, with a message or the growth of one. */
export function isPiEvent(entry: JsonObject): boolean {
  const type = entry['type']
  if (type === 'agent_end') return isArray(entry['messages'])
  if (type === 'message_update' && objectAt(entry, 'assistantMessageEvent') !== null) return true
  return typeof type === 'string' && MESSAGE_EVENTS.has(type) && isPiMessage(objectAt(entry, 'message'))
}

/**
 * Each message once: at its end, or where a later event is the first that has it. Of a run that broke off the latest state
 * of the message that still grew.
 */
export interface PiEvents {
  push(event: JsonObject, sink: RecordSink): void
  close(sink: RecordSink): void
}

/** `record` is given a place where the message is one that never ended. */
export function piEvents(record: (message: JsonObject, sink: RecordSink, at?: EntryPlace) => void): PiEvents {
  let growing: { readonly message: JsonObject; readonly at: EntryPlace } | null = null
  /** Messages that ended since the latest end of a turn, and since that of the run. */
  let [inTurn, inRun] = [0, 0]

  function ended(message: JsonObject, sink: RecordSink): void {
    growing = null
    inRun++
    record(message, sink)
  }

  return {
    push(event, sink) {
      const message = objectAt(event, 'message')
      if (event['type'] === 'agent_end') {
        const messages = objectsAt(event, 'messages').filter(isPiMessage)
        if (inRun > 0 && messages.length > 0) sink.folded()
        else for (const each of messages) ended(each, sink)
        inRun = 0
      } else if (message === null || !isPiMessage(message)) return
      else if (event['type'] === 'message_end') {
        inTurn++
        ended(message, sink)
      } else if (event['type'] === 'turn_end') {
        if (inTurn > 0) sink.folded()
        else ended(message, sink)
        inTurn = 0
      } else growing = { message, at: sink.at }
    },
    close(sink) {
      if (growing !== null) record(growing.message, sink, growing.at)
    },
  }
}
