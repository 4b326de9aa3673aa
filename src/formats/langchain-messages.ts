import { firstTextAt, isArray, isObject, type Json, type JsonObject, keyText, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { langchain } from '../usage/payloads/langchain.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { providerKey } from '../usage/provider.ts'
import { isCallId } from './call-id.ts'

/** One answer of a model as LangChain keeps it: an AIMessage, or a chunk of one. */
export interface AiMessage {
  readonly fields: JsonObject
  /** True for a piece of a stream. */
  readonly chunk: boolean
}

const DEEPEST = 60
const AI_TYPE = /^(ai|AIMessage|AIMessageChunk|ChatGeneration|ChatGenerationChunk)$/

/** The AI messages with usage at any depth of `value`: plain, as `{type, data}`, or serialized as constructors. */
export function aiMessagesIn(value: Json | undefined, depth = 0): readonly AiMessage[] {
  if (depth > DEEPEST) return []
  if (isArray(value)) return value.flatMap((each) => aiMessagesIn(each, depth + 1))
  if (!isObject(value)) return []
  const message = aiMessage(value)
  if (message !== null) return [message]
  return Object.values(value).flatMap((each) => (typeof each === 'object' ? aiMessagesIn(each, depth + 1) : []))
}

/** The message that this object itself is, or null. */
export function aiMessage(value: JsonObject): AiMessage | null {
  const path = value['id']
  const constructed = value['type'] === 'constructor' && isArray(path) ? keyText(path[path.length - 1]) : null
  const type = constructed ?? textAt(value, 'type') ?? ''
  if (!AI_TYPE.test(type)) return null
  const fields = (constructed === null ? objectAt(value, 'data') : objectAt(value, 'kwargs')) ?? value
  return usageObjectOf(fields) === null ? null : { fields, chunk: type.endsWith('Chunk') }
}

/** What a message says that it used; null without any. Throws MalformedUsage. */
export function usageOf(fields: JsonObject): Usage | null {
  const metadata = objectAt(fields, 'usage_metadata')
  const hints = { provider: providerOf(fields), model: modelOf(fields) }
  if (metadata !== null) return langchain.read(metadata, hints)[0] ?? null
  const usage = usageObjectOf(fields)
  return usage === null ? null : (readUsage(usage, hints)?.[0] ?? null)
}

export function modelOf(fields: JsonObject): string | null {
  return firstTextAt(objectAt(fields, 'response_metadata'), 'model_name', 'model', 'model_id', 'modelId')
}

export function providerOf(fields: JsonObject): string | null {
  return providerKey(textAt(objectAt(fields, 'response_metadata'), 'model_provider'))
}

/** The message's own id (`run-…`, `lc_run--…`): states and events repeat a message under it. */
export function messageId(fields: JsonObject): string | null {
  return textAt(fields, 'id') ?? answerId(fields)
}

/** The provider's id of the answer, by which other logs know the call too. */
export function answerId(fields: JsonObject): string | null {
  const answer = textAt(objectAt(fields, 'response_metadata'), 'id')
  return isCallId(answer) ? answer : null
}

function usageObjectOf(fields: JsonObject): JsonObject | null {
  const metadata = objectAt(fields, 'response_metadata')
  return (
    objectAt(fields, 'usage_metadata') ??
    objectAt(metadata, 'token_usage') ??
    objectAt(metadata, 'tokenUsage') ??
    objectAt(metadata, 'usage')
  )
}
