import { type JsonObject, textAt } from '../usage/json.ts'

/** Ids that providers give to one answer, long enough that no two answers share one: `msg_01…`, `chatcmpl-…`, `resp_…`. */
const PROVIDER_ID = /^(?:msg_(?:bdrk_|vrtx_)?|chatcmpl-|cmpl-|resp_|gen-|req_|batch_req_)[\w-]{16,}$/

/** Ids that no two answers share, written by some servers without a prefix. */
const RANDOM_ID = /(?:^|[-_])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/** `resp_010000000000…`: an id that was made unrecognizable, so that several answers carry it. */
const SCRUBBED = /(.)\1{9}/

/**
 * True for an id that surely names one model call. An id of a home-made log (a web request's `request_id`, `"id": 7`)
 * may name many, and mocks say `chatcmpl-123`: folding those would lose calls.
 */
export function isCallId(id: string | null): id is string {
  return id !== null && PROVIDER_ID.test(id) && !SCRUBBED.test(id)
}

/** True for an id that is random enough to be nobody else's: where the key says that it names one answer, it does. */
export function isRandomId(id: string | null): id is string {
  return id !== null && RANDOM_ID.test(id) && !SCRUBBED.test(id)
}

/** The first of `keys` that holds a sure call id, or null. */
export function callIdAt(parent: JsonObject | null, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const id = textAt(parent, key)
    if (isCallId(id)) return id
  }
  return null
}
