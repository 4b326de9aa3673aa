import { idAt, type JsonObject } from '../usage/json.ts'
import { isCallId, isRandomId } from './call-id.ts'

/**
 * What identifies an answer of OpenAI's family: its `id`, together with `created` where other answers may carry the same
 * id (mocks say `chatcmpl-123`). Not always with `created`: Groq, xAI and Perplexity count it up along a stream.
 * null where an id stands alone that may be anybody's.
 */
export function openaiIdentity(answer: JsonObject): string | null {
  const id = idAt(answer, 'id')
  if (id === null || isCallId(id) || isRandomId(id)) return id
  const created = idAt(answer, 'created') ?? idAt(answer, 'created_at')
  return created === null ? null : `${id} ${created}`
}
