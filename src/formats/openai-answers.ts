import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import type { Wants } from '../usage/wants.ts'

const OBJECTS = new Set([
  'chat.completion',
  'chat.completion.chunk',
  'chat.completion.done',
  'text_completion',
  'text.completion',
  'response',
  'response.compaction',
  'realtime.response',
  'thread.run',
  'thread.run.step',
])

const CHAT_KEYS = new Set([
  ...['id', 'object', 'created', 'model', 'choices', 'usage', 'service_tier', 'system_fingerprint'],
])

/** What is looked at of one answer, by its readers as well as here. */
export const ANSWER_WANTS: Wants = {
  ...{ object: true, id: true, created: true, created_at: true, model: true, provider: true, service_tier: true },
  choices: [{ usage: true, delta: {}, finish_reason: true }],
  ...{ usage: true, x_groq: { usage: true }, tool_usage: { web_search: true } },
  output: [{ type: true, action: { type: true } }],
  tools: [{ type: true }],
}

/** What answers that are like one another have of their own. */
export const ANSWER_VARIES = ['id', 'created', 'created_at', 'usage', 'x_groq.usage', 'choices.usage']

/** Server-sent events with usage of their own, by the start of their type. */
const USAGE_EVENT =
  /^(?:image_generation|image_edit|transcript\.text|speech\.audio|conversation\.item\.input_audio_transcription)\./

/** True for what OpenAI's endpoints and their imitations answer, with or without usage. */
export function isOpenaiEntry(entry: JsonObject): boolean {
  return (
    isAnswer(entry) ||
    eventAnswer(entry) !== null ||
    USAGE_EVENT.test(textAt(entry, 'type') ?? '') ||
    /^response\.\w/.test(textAt(entry, 'type') ?? '') ||
    realtimeModel(entry) !== null ||
    isList(entry) ||
    isMedia(entry)
  )
}

/** True for a chat completion with the usual keys and no other one. */
export function isPlainChatAnswer(entry: JsonObject): boolean {
  return entry['object'] === 'chat.completion' && Object.keys(entry).every((key) => CHAT_KEYS.has(key))
}

/** The answers inside an entry: itself, the one that an event carries, or those of a list. */
export function openaiAnswers(entry: JsonObject): readonly JsonObject[] {
  const inner = eventAnswer(entry)
  if (inner !== null) return [inner]
  const listed = entry['object'] === 'list' ? objectsAt(entry, 'data').filter(isAnswer) : []
  return listed.length > 0 ? listed : [entry]
}

/** The model that a Realtime session says it speaks with; null for any other entry. */
export function realtimeModel(entry: JsonObject): string | null {
  const isSession = entry['type'] === 'session.created' || entry['type'] === 'session.updated'
  const session = isSession ? objectAt(entry, 'session') : null
  return session?.['object'] === 'realtime.session' || session?.['type'] === 'realtime'
    ? textAt(session, 'model')
    : null
}

/** Usage where servers put it: at the top, under `x_groq` (Groq), or in the first choice (Moonshot). */
export function usageInAnswer(answer: JsonObject): JsonObject | null {
  return (
    objectAt(answer, 'usage') ??
    objectAt(objectAt(answer, 'x_groq'), 'usage') ??
    objectsAt(answer, 'choices')
      .map((choice) => objectAt(choice, 'usage'))
      .find((usage) => usage !== null) ??
    null
  )
}

/** True for one piece of a streamed chat or text completion. */
export function isChunk(answer: JsonObject): boolean {
  const object = answer['object']
  if (object === 'chat.completion.chunk' || object === 'chat.completion.done') return true
  return object !== 'chat.completion' && objectsAt(answer, 'choices').some((choice) => isObject(choice['delta']))
}

function isAnswer(entry: JsonObject): boolean {
  const object = entry['object']
  if (typeof object === 'string') return OBJECTS.has(object) && !('custom_id' in entry)
  return Array.isArray(entry['choices']) && ('created' in entry || 'usage' in entry)
}

/** `{type: "response.completed", response}` and `{event: "thread.run.completed", data}`. */
function eventAnswer(entry: JsonObject): JsonObject | null {
  if (/^response\.\w/.test(textAt(entry, 'type') ?? '')) return objectAt(entry, 'response')
  return textAt(entry, 'event')?.startsWith('thread.') === true ? objectAt(entry, 'data') : null
}

/** Embeddings, or a page of stored answers. */
function isList(entry: JsonObject): boolean {
  if (entry['object'] !== 'list' || !Array.isArray(entry['data'])) return false
  return 'prompt_tokens' in (objectAt(entry, 'usage') ?? {}) || objectsAt(entry, 'data').some(isAnswer)
}

/** Images and transcriptions name neither an object nor a model. */
function isMedia(entry: JsonObject): boolean {
  const usage = objectAt(entry, 'usage')
  if (usage === null || 'object' in entry) return false
  return (
    (Array.isArray(entry['data']) && typeof entry['created'] === 'number') ||
    (typeof entry['text'] === 'string' && (usage['type'] === 'tokens' || usage['type'] === 'duration'))
  )
}
