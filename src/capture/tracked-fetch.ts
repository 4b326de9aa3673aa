import { providerOfUrl } from '../usage/provider.ts'
import { answerWatcher } from './answer-watcher.ts'
import { callSink, type TrackOptions } from './call-sink.ts'
import { costsNothing, type Endpoint, endpointOf, modelAsked } from './endpoints.ts'
import { currentRun } from './run-context.ts'
import { watched } from './watched-response.ts'

export type Fetch = typeof globalThis.fetch

/**
 * A `fetch` whose answers are recorded when they hold model calls: for any client that takes one. Only answers with
 * status 2xx count, so a call that was tried again counts once.
 */
export function trackedFetch(send: Fetch, options: () => readonly TrackOptions[]): Fetch {
  return async (input, init) => {
    const response = await send(input, init)
    try {
      return response.ok ? observed(response, input, init, options()) : response
    } catch (error) {
      for (const { recorder } of options())
        recorder.problem('recording_failed', 'an answer could not be watched', error)
      return response
    }
  }
}

function observed(
  response: Response,
  input: Parameters<Fetch>[0],
  init: Parameters<Fetch>[1],
  options: readonly TrackOptions[],
): Response {
  const request = requestIn(input)
  const url = request?.url ?? String(input)
  const endpoint = endpointOf(methodOf(input, init), url)
  const type = response.headers.get('content-type') ?? ''
  if (endpoint === null || options.length === 0 || !mayTell(endpoint, type)) return response
  const sink = callSink(options, endpoint, providerOfUrl(url), () => modelAsked(url, init?.body))
  const watcher = answerWatcher(endpoint, type, sink)
  return watched(response, watcher, init?.signal ?? request?.signal ?? null)
}

/** As `track`, for clients that take a `fetch`: give them this one. */
export function trackFetch(send: Fetch, options: TrackOptions): Fetch {
  const observing = trackedFetch(send, () => [options])
  return async (input, init) => {
    if (!costsNothing(methodOf(input, init))) currentRun()?.check()
    return await observing(input, init)
  }
}

/** Speech and pictures state no usage among their bytes, which then need not be looked at. */
function mayTell({ holds }: Endpoint, contentType: string): boolean {
  return holds !== 'maybe' || /json|event-stream/.test(contentType)
}

function methodOf(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): string {
  return init?.method ?? requestIn(input)?.method ?? 'GET'
}

function requestIn(input: Parameters<Fetch>[0]): Request | null {
  return typeof input === 'object' && 'method' in input ? input : null
}
