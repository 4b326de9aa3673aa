import { type JsonObject, textAt } from '../usage/json.ts'
import type { TextKind } from './format.ts'

/** Ids that providers give to one answer, long enough that no two answers share one: `msg_01…`, `chatcmpl-…`, `resp_…`. */
const PROVIDER_ID = /^(msg_(?:bdrk_|vrtx_)?|chatcmpl-|cmpl-|resp_|gen-|req_|batch_req_)[\w-]{16,}$/

/** So many letters are random enough. */
const LEAST_RANDOM = 16

/** Ids that no two answers share, written by some servers without a prefix. */
const RANDOM_ID = /(?:^|[-_])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/** A character so many times in a row is not random. */
const SCRUBBED = 10

/**
 * True for an id that surely names one model call. An id of a home-made log (a web request's `request_id`, `"id": 7`)
 * may name many, and mocks say `chatcmpl-123`: folding those would lose calls.
 */
export function isCallId(id: string | null): id is string {
  return id !== null && PROVIDER_ID.test(id) && !isScrubbed(id)
}

/** True for an id that is random enough to be nobody else's: where the key says that it names one answer, it does. */
export function isRandomId(id: string | null): id is string {
  return id !== null && RANDOM_ID.test(id) && !isScrubbed(id)
}

/** What ids are like that are as sure as this one, call ids or random ones; null when it is neither. */
export function sureIdsLike(id: string): TextKind | null {
  const mostInARow = SCRUBBED - 1
  if (isScrubbed(id)) return null
  const beginning = PROVIDER_ID.exec(id)?.[1]
  if (beginning !== undefined)
    return { letters: [...beginning, ...Array<'word'>(LEAST_RANDOM).fill('word')], isOpen: true, mostInARow }
  const random = RANDOM_ID.exec(id)?.index
  if (random === undefined) return null
  const letters = Array.from(id, (letter, at) => (at < random || /[-_]/.test(letter) ? letter : 'hex'))
  return { letters, isOpen: false, mostInARow }
}

/** The first of `keys` that holds a sure call id, or null. */
export function callIdAt(parent: JsonObject | null, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const id = textAt(parent, key)
    if (isCallId(id)) return id
  }
  return null
}

/** `resp_010000000000…`: an id that was made unrecognizable, so that several answers carry it. A pattern would be tried at each of its characters. */
function isScrubbed(id: string): boolean {
  let run = 1
  for (let i = 1; i < id.length && run < SCRUBBED; i++) run = id.charCodeAt(i) === id.charCodeAt(i - 1) ? run + 1 : 1
  return run === SCRUBBED
}
