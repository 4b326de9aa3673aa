import { messageAfter, type StreamedMessage } from '../formats/anthropic-stream.ts'
import { usageInAnswer } from '../formats/openai-answers.ts'
import { overlaidUsage } from '../formats/streamed-usage.ts'
import { isObject, type Json, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'

/** Events without these say nothing of usage; they are not parsed. Each event with a model's name has an id too. */
const TELLING =
  /"usage(?:Metadata|_metadata)?"\s*:\s*\{|"groundingMetadata"|"type"\s*:\s*"(?:message_st|response\.(?:comp|inco|fail))/
const ENDING = /"finish_reason"\s*:\s*"|"finishReason"\s*:\s*"/

/**
 * The events of one streamed answer as the whole answer that they add up to, as far as usage goes: of OpenAI's chat and
 * Responses, Anthropic's Messages, Gemini and whatever speaks like them. Text of the answer is not kept.
 */
export class StreamedAnswer {
  /** The provider said that the answer is complete. */
  ended = false
  private first: JsonObject | null = null
  private answer: JsonObject | null = null
  private message: StreamedMessage | null = null
  private grounded: JsonObject[] = []

  push(data: string): void {
    if (data === '[DONE]') this.ended = true
    else if (this.first === null || TELLING.test(data)) {
      const event = parsed(data)
      if (event !== null) this.event(event)
    } else if (ENDING.test(data)) this.ended = true
  }

  /** The answer so far; null when nothing is known of it. */
  whole(): JsonObject | null {
    const { message, answer, first } = this
    if (message !== null) {
      const { id, model, usage } = message
      return {
        type: 'message',
        role: 'assistant',
        id,
        model,
        usage,
        content: [],
        stop_reason: this.ended ? 'end' : null,
      }
    }
    if (answer !== null) return this.grounded.length === 0 ? answer : { ...answer, candidates: this.grounded }
    return first === null ? null : headOf(first)
  }

  /** The same for an event that a client has parsed. */
  event(event: JsonObject): void {
    this.first ??= event
    const type = textAt(event, 'type') ?? ''
    if (type.startsWith('message_')) this.readMessage(event, type)
    else if (objectAt(event, 'response') !== null) this.readResponse(objectAt(event, 'response')!, type)
    else if ('candidates' in event || 'usageMetadata' in event) this.readGemini(event)
    else this.readChunk(event)
  }

  private readMessage(event: JsonObject, type: string): void {
    if (type === 'message_stop') this.ended = true
    else this.message = messageAfter(event, this.message)
  }

  private readResponse(response: JsonObject, type: string): void {
    if (/^response\.(completed|incomplete|failed)$/.test(type)) this.ended = true
    const { output: _, instructions: __, ...about } = response
    this.answer = { ...about, object: 'response', output: toolCalls(response) }
  }

  private readGemini(event: JsonObject): void {
    const candidates = objectsAt(event, 'candidates')
    if (candidates.some((candidate) => textAt(candidate, 'finishReason') !== null)) this.ended = true
    for (const candidate of candidates) {
      const groundingMetadata = objectAt(candidate, 'groundingMetadata')
      if (groundingMetadata !== null) this.grounded = [{ groundingMetadata }]
    }
    const usage = objectAt(event, 'usageMetadata')
    const usageMetadata = overlaidUsage(objectAt(this.answer, 'usageMetadata') ?? {}, usage ?? {})
    this.answer = { ...this.answer, ...headOf(event), candidates: [], usageMetadata }
  }

  private readChunk(event: JsonObject): void {
    const choices = objectsAt(event, 'choices')
    if (choices.some((choice) => textAt(choice, 'finish_reason') !== null)) this.ended = true
    const usage = usageInAnswer(event)
    if (usage === null) return
    // Some servers state the usage so far with every piece of the answer; alone, it is the last word.
    if (choices.length === 0) this.ended = true
    this.answer = { ...headOf(this.first!), ...headOf(event), object: 'chat.completion', choices: [], usage }
  }
}

/** What identifies an answer, without its text. */
function headOf(event: JsonObject): JsonObject {
  const names = [
    'id',
    'object',
    'created',
    'model',
    'service_tier',
    'provider',
    'modelVersion',
    'responseId',
    'createTime',
  ]
  const head = Object.fromEntries(names.flatMap((name) => (name in event ? [[name, event[name] as Json]] : [])))
  return 'x_groq' in event ? { ...head, x_groq: {} } : head
}

/** The calls of tools that are billed one by one, without what they found. */
function toolCalls(response: JsonObject): readonly JsonObject[] {
  return objectsAt(response, 'output').flatMap(({ type, action }) => {
    if (type !== 'web_search_call' && type !== 'file_search_call') return []
    return [{ type, ...(isObject(action) && { action: { type: action['type'] ?? null } }) }]
  })
}

function parsed(data: string): JsonObject | null {
  try {
    const value = JSON.parse(data) as Json
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
