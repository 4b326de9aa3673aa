import {
  firstTextAt,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
} from '../usage/json.ts'
import { messageAfter, type StreamedMessage } from './anthropic-stream.ts'
import { overlaidUsage } from './streamed-usage.ts'

/**
 * A list of a record's own, without what repeats inside a stream: events of Anthropic's messages become the message that
 * they state, chunks with one id become one with the usage that was stated last. Any other element stays as it is.
 */
export function withoutStreams(values: readonly Json[]): readonly Json[] {
  if (values.length < 2) return values
  const messages = messagesOf(values)
  const rest = messages.length === 0 ? values : values.filter((value) => !isMessageEvent(value))
  const [others, streams] = [[] as Json[], new Map<string, JsonObject>()]
  let ended = 0
  for (const value of rest) {
    const chunk = chunkIn(value)
    if (chunk === null) others.push(value)
    else {
      const key = chunk.id ?? `without an id, after ${ended}`
      streams.set(key, joined(streams.get(key), chunk.fields))
      if (chunk.last) ended++
    }
  }
  return [...messages, ...others, ...streams.values()]
}

function isMessageEvent(value: Json): boolean {
  return isObject(value) && (value['type'] === 'message_start' || value['type'] === 'message_delta')
}

function messagesOf(values: readonly Json[]): readonly JsonObject[] {
  const messages: StreamedMessage[] = []
  for (const value of values) {
    if (!isObject(value) || !isMessageEvent(value)) continue
    const known = messages.at(-1) ?? null
    const next = messageAfter(value, known)
    if (next === null) continue
    const continues = value['type'] === 'message_delta' || next.id === known?.id
    if (continues && known !== null) messages.pop()
    messages.push(next)
  }
  return messages.map(({ id, model, usage }) => ({ id, model, usage }))
}

interface Chunk {
  readonly fields: JsonObject
  /** What the chunks of one answer have in common; Gemini's older ones have none. */
  readonly id: string | null
  /** True when it says that its answer ends. */
  readonly last: boolean
}

function chunkIn(value: Json): Chunk | null {
  if (!isObject(value)) return null
  if (textAt(value, 'object')?.endsWith('.chunk') === true) {
    const id = textAt(value, 'id')
    return id === null ? null : { fields: value, id, last: false }
  }
  if (!isArray(value['candidates'])) return null
  const ends = objectsAt(value, 'candidates').some(
    (each) => firstTextAt(each, 'finishReason', 'finish_reason') !== null,
  )
  return { fields: value, id: firstTextAt(value, 'responseId', 'response_id'), last: ends }
}

function joined(older: JsonObject | undefined, newer: JsonObject): JsonObject {
  if (older === undefined) return newer
  const key = ['usage', 'usageMetadata', 'usage_metadata'].find((name) => objectAt(older, name) !== null)
  if (key === undefined) return newer
  return { ...older, ...newer, [key]: overlaidUsage(objectAt(older, key)!, objectAt(newer, key) ?? {}) }
}
