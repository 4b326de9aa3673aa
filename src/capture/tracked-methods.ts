import { isObject, type Json, type JsonObject, textAt } from '../usage/json.ts'
import { providerOfUrl } from '../usage/provider.ts'
import { type CallSink, handOver, handOverStream } from './answer-watcher.ts'
import { callSink, type TrackOptions } from './call-sink.ts'
import { type Endpoint, endpointOf } from './endpoints.ts'
import { currentRun } from './run-context.ts'
import { StreamedAnswer } from './streamed-answer.ts'

type Method = (...args: unknown[]) => unknown

/** Methods of clients that are like OpenAI's or Anthropic's, and the path that they stand for. */
const METHODS: readonly (readonly [holder: readonly string[], path: string])[] = [
  [['chat', 'completions'], '/chat/completions'],
  [['completions'], '/completions'],
  [['responses'], '/responses'],
  [['embeddings'], '/embeddings'],
  [['messages'], '/messages'],
]

/**
 * Watches `chat.completions.create` and the like of a client whose `fetch` cannot be reached. False when it has no such
 * method. What a method returns is returned: promises and streams are only looked at.
 */
export function trackMethods(client: object, options: readonly TrackOptions[]): boolean {
  const { baseURL } = client as { baseURL?: unknown }
  const bills = typeof baseURL === 'string' ? providerOfUrl(baseURL) : null
  const found = METHODS.flatMap(([names, path]) => {
    const holder = names.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], client)
    const create = (holder as { create?: unknown } | undefined)?.create
    return typeof create === 'function' ? [{ holder: holder as object, create: create as Method, path }] : []
  })
  for (const { holder, create, path } of found) {
    const endpoint = endpointOf('POST', path)!
    Object.assign(holder, { create: trackedMethod(create, endpoint, options, bills) })
  }
  return found.length > 0
}

function trackedMethod(
  create: Method,
  endpoint: Endpoint,
  options: readonly TrackOptions[],
  bills: string | null,
): Method {
  return function (this: unknown, ...args) {
    try {
      currentRun()?.check()
    } catch (error) {
      return Promise.reject(error)
    }
    const sink = callSink(options, endpoint, bills, () => textAt((args[0] ?? null) as JsonObject | null, 'model'))
    const result = create.apply(this, args)
    Promise.resolve(result).then(
      (answer) => guarded(sink, () => look(answer, endpoint, sink)),
      () => {},
    )
    return result
  }
}

function look(answer: unknown, endpoint: Endpoint, sink: CallSink): void {
  if (typeof answer !== 'object' || answer === null) return
  if (Symbol.asyncIterator in answer) watchStream(answer as AsyncIterable<unknown>, endpoint, sink)
  else if (isObject(answer as Json)) handOver(answer as JsonObject, endpoint, sink)
}

/** The stream itself, but for who walks along with its reader. */
function watchStream(stream: AsyncIterable<unknown>, endpoint: Endpoint, sink: CallSink): void {
  const iterate = stream[Symbol.asyncIterator].bind(stream)
  const value = () => watchedIterator(iterate(), endpoint, sink)
  Object.defineProperty(stream, Symbol.asyncIterator, { configurable: true, value })
}

function watchedIterator(
  inner: AsyncIterator<unknown>,
  endpoint: Endpoint,
  sink: CallSink,
): AsyncIterableIterator<unknown> {
  const answer = new StreamedAnswer()
  let ended = false
  const end = () => {
    if (!ended) guarded(sink, () => handOverStream(answer, endpoint, sink))
    ended = true
  }
  return {
    async next() {
      try {
        const step = await inner.next()
        if (step.done === true) end()
        else guarded(sink, () => answer.event(step.value as JsonObject))
        return step
      } catch (error) {
        end()
        throw error
      }
    },
    async return(value) {
      end()
      return (await inner.return?.(value)) ?? { done: true, value }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function guarded(sink: CallSink, step: () => void): void {
  try {
    step()
  } catch (error) {
    sink.failed(error)
  }
}
