import { TokencostError } from '../errors.ts'
import type { TrackOptions } from './call-sink.ts'
import { costsNothing } from './endpoints.ts'
import { currentRun } from './run-context.ts'
import { type Fetch, trackedFetch } from './tracked-fetch.ts'
import { trackMethods } from './tracked-methods.ts'

/** Clients made by Stainless: of OpenAI, Anthropic, Groq, Together and many others. */
interface FetchingClient {
  fetch: Fetch
  prepareOptions(request: StatedRequest): Promise<void>
  withOptions?(options: object): object
}

interface StatedRequest {
  readonly method?: string
}

/** Google's client, which keeps what speaks to the network behind this. */
interface GeminiClient {
  apiClient: { apiCall(...args: unknown[]): Promise<Response> }
}

const tracked = new WeakMap<object, TrackOptions[]>()

/**
 * Records the usage of every call of `client` from now on, and returns it: the same object, with the same types. What
 * it answers, streams or throws stays as it is. A client may be tracked by several recorders; tracking it again by the
 * same recorder replaces its attributes. In a run whose budget is used up, calls throw BudgetExceededError.
 */
export function track<C extends object>(client: C, options: TrackOptions): C {
  const known = tracked.get(client)
  if (known !== undefined) {
    const others = known.filter(({ recorder }) => recorder !== options.recorder)
    known.splice(0, known.length, ...others, options)
    return client
  }
  const all = [options]
  if (isFetching(client)) trackFetching(client, all)
  else if (isGemini(client)) trackGemini(client, all)
  else if (!trackMethods(client, all)) throw unknownClient(client)
  tracked.set(client, all)
  return client
}

function trackFetching(client: FetchingClient, options: readonly TrackOptions[]): void {
  client.fetch = trackedFetch(client.fetch, () => options)
  guard(client)
}

/** Before the first attempt of a call the budget is asked; it is not in the way of a retry. */
function guard(client: FetchingClient): void {
  const begun = new WeakSet<object>()
  const prepare = client.prepareOptions.bind(client)
  client.prepareOptions = async (request) => {
    if (!begun.has(request) && !costsNothing(request.method ?? 'post')) currentRun()?.check()
    begun.add(request)
    await prepare(request)
  }
  if (client.withOptions === undefined) return
  const withOptions = client.withOptions.bind(client)
  client.withOptions = (changes) => {
    const derived = withOptions(changes)
    if (isFetching(derived)) guard(derived)
    return derived
  }
}

/** `apiCall(url, init, retryOptions, timeout, signal, fetch)`: retries happen inside it. */
function trackGemini(client: GeminiClient, options: readonly TrackOptions[]): void {
  const { apiClient } = client
  const apiCall = apiClient.apiCall.bind(apiClient)
  apiClient.apiCall = async (url, init, retryOptions, timeout, signal, fetch) => {
    if (!costsNothing((init as RequestInit | undefined)?.method ?? 'POST')) currentRun()?.check()
    const observing = trackedFetch((fetch as Fetch | undefined) ?? globalThis.fetch, () => options)
    return await apiCall(url, init, retryOptions, timeout, signal, observing)
  }
}

function isFetching(client: object): client is FetchingClient {
  const { fetch, prepareOptions } = client as Partial<FetchingClient>
  return typeof fetch === 'function' && typeof prepareOptions === 'function'
}

function isGemini(client: object): client is GeminiClient {
  return typeof (client as Partial<GeminiClient>).apiClient?.apiCall === 'function'
}

function unknownClient(client: object): TokencostError {
  return new TokencostError('usage', `track does not know the client ${client.constructor?.name ?? 'Object'}`, {
    hint: 'Give the client a fetch made by trackFetch, or call recorder.record after each call.',
  })
}
