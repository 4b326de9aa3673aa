import { passedOn } from './passed-on.ts'

/** What a watcher of a response's body is told; each at most once, and never in the way of who reads it. */
export interface BodyWatcher {
  /** The body as JSON, when the reader asked for that. */
  json(value: unknown): void
  /** The next bytes of the body, when the reader takes them as they come. */
  bytes(chunk: Uint8Array): void
  /** Everything that will come has come: `whole` = false when the body was cut, cancelled or aborted. */
  end(whole: boolean): void
}

/** The readers of a body that give it in one piece. */
const WHOLE = ['arrayBuffer', 'blob', 'bytes', 'formData', 'text'] as const

/**
 * Lets `watcher` see the body of `response` while its reader reads it. It is the same response, not a copy: nothing is
 * buffered, nothing is read that the reader does not read, errors are the reader's own.
 */
export function watched(response: Response, watcher: BodyWatcher, signal: AbortSignal | null): Response {
  const { body } = response
  if (body === null) return response
  const once = endOnce(watcher, signal)
  let passed: ReadableStream<Uint8Array> | null = null
  const passing = () => {
    passed ??= passedOn(body as ReadableStream<Uint8Array>, { chunk: watcher.bytes, end: once })
    return passed
  }
  const json = response.json.bind(response)
  define(response, 'body', { get: passing })
  define(response, 'json', {
    value: async () => {
      if (passed !== null) return await new Response(passed).json()
      const value = await json().catch(failing(once))
      watcher.json(value)
      once(true)
      return value
    },
  })
  for (const name of WHOLE) {
    if (!(name in response)) continue
    const { headers } = response
    define(response, name, {
      value: () => (new Response(passing(), { headers }) as unknown as Record<string, () => Promise<unknown>>)[name]!(),
    })
  }
  define(response, 'bodyUsed', { get: () => passed?.locked === true || usedOf(response) })
  const clone = response.clone.bind(response)
  define(response, 'clone', { value: () => watched(clone(), watcher, signal) })
  return response
}

function usedOf(response: Response): boolean {
  return Object.getOwnPropertyDescriptor(Response.prototype, 'bodyUsed')!.get!.call(response) as boolean
}

function failing(once: (whole: boolean) => void): (error: unknown) => never {
  return (error) => {
    once(false)
    throw error
  }
}

function endOnce(watcher: BodyWatcher, signal: AbortSignal | null): (whole: boolean) => void {
  let ended = false
  const end = (whole: boolean) => {
    if (ended) return
    ended = true
    signal?.removeEventListener('abort', aborted)
    watcher.end(whole)
  }
  const aborted = () => end(false)
  signal?.addEventListener('abort', aborted, { once: true })
  return end
}

function define(response: Response, name: string, property: PropertyDescriptor): void {
  Object.defineProperty(response, name, { configurable: true, ...property })
}
