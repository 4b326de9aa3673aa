import { idAt, type JsonObject } from '../usage/json.ts'
import { isCallId } from './call-id.ts'

/** Ids that no two answers share, written by some compatible servers without a prefix. */
const RANDOM_ID = /(?:^|[-_])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/** `resp_010000000000…`: an id that was made unrecognizable, so that several answers carry it. */
const SCRUBBED = /(.)\1{9}/

/**
 * What identifies an answer of OpenAI's family: its `id`, together with `created` where other answers may carry the same
 * id (mocks say `chatcmpl-123`). Not always with `created`: Groq, xAI and Perplexity count it up along a stream.
 * null where an id stands alone that may be anybody's.
 */
export function openaiIdentity(answer: JsonObject): string | null {
  const id = idAt(answer, 'id')
  if (id === null) return null
  if ((isCallId(id) || RANDOM_ID.test(id)) && !SCRUBBED.test(id)) return id
  const created = idAt(answer, 'created') ?? idAt(answer, 'created_at')
  return created === null ? null : `${id} ${created}`
}
