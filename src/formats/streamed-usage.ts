import type { JsonObject } from '../usage/json.ts'

/**
 * The usage of a stream after one more state of it: later stated fields replace earlier ones. On the provider's own fields,
 * because ours are sums of them, and a later state may leave out a part that an earlier one had.
 */
export function overlaidUsage(older: JsonObject, newer: JsonObject): JsonObject {
  const stated = Object.entries(newer).filter(([, value]) => value !== null && value !== undefined)
  return { ...older, ...Object.fromEntries(stated) }
}

/** Holds the usage of the stream at hand, whatever came before. */
export class StreamedUsage {
  private identity: string | null = null
  private usage: JsonObject = {}

  /** The usage of the call `identity` with `state` laid over what was stated in the entries just before. */
  after(identity: string, state: JsonObject): JsonObject {
    this.usage = identity === this.identity ? overlaidUsage(this.usage, state) : state
    this.identity = identity
    return this.usage
  }
}
