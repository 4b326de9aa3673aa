import { passedOn } from './passed-on.ts'

/** What a watcher of a response's body is told; never in the way of who reads it. */
export interface BodyWatcher {
  /** The body as JSON, when the reader asked for that. */
  json(value: unknown): void
  /** The next bytes of the body, when the reader takes them as they come. */
  bytes(chunk: Uint8Array): void
  /** Once: everything that will come has come. `whole` = false when the body was cut, cancelled or aborted. */
  end(whole: boolean): void
}

/**
 * Lets `watcher` see the body of `response` while its reader reads it. It is the same response, not a copy: nothing is
 * buffered, nothing is read that the reader does not read, errors are the reader's own.
 */
export function watched(response: Response, watcher: BodyWatcher, signal: AbortSignal | null): Response {
  const plain = Object.getPrototypeOf(response) as Response
  return watchedAs(response, plain, watcher, signal, { by: null })
}

function watchedAs(
  response: Response,
  plain: Response,
  watcher: BodyWatcher,
  signal: AbortSignal | null,
  claim: Claim,
): Response {
  const watching = new Watching(response, plain, watcher, signal, claim)
  Object.setPrototypeOf(response, watchedKind(plain))
  ;(response as Watched)[WATCHING] = watching
  return response
}

const WATCHING = Symbol('watching')

type Watched = Response & { [WATCHING]: Watching }

/** The readers of a body that give it in one piece. */
const WHOLE = ['arrayBuffer', 'blob', 'bytes', 'formData', 'text'] as const

const kinds = new WeakMap<Response, Response>()

/** Responses whose body passes by a watcher; one kind for each kind of response, since making properties takes time. */
function watchedKind(plain: Response): Response {
  const known = kinds.get(plain)
  if (known !== undefined) return known
  const property = (read: (watching: Watching) => unknown) => ({
    get(this: Watched) {
      return read(this[WATCHING])
    },
  })
  const method = (call: (watching: Watching) => unknown) => ({
    value(this: Watched) {
      return call(this[WATCHING])
    },
  })
  const kind = Object.create(plain, {
    body: property((watching) => watching.body()),
    bodyUsed: property((watching) => watching.used()),
    json: method((watching) => watching.json()),
    clone: method((watching) => watching.clone()),
    ...Object.fromEntries(
      WHOLE.filter((name) => name in plain).map((name) => [name, method((watching) => watching.whole(name))]),
    ),
  }) as Response
  kinds.set(plain, kind)
  return kind
}

/** Of a response and its clones the one that is read first is watched. */
interface Claim {
  by: Watching | null
}

/** One body on its way to its reader. */
class Watching {
  private readonly response: Response
  private readonly plain: Response
  private readonly watcher: BodyWatcher
  private readonly signal: AbortSignal | null
  private readonly claim: Claim
  private passed: ReadableStream<Uint8Array> | null = null
  private ended = false

  constructor(response: Response, plain: Response, watcher: BodyWatcher, signal: AbortSignal | null, claim: Claim) {
    this.response = response
    this.plain = plain
    this.watcher = watcher
    this.signal = signal
    this.claim = claim
    signal?.addEventListener('abort', this.aborted, { once: true })
  }

  /** A body that is no web stream (of a `fetch` of another make) is handed out as it is. */
  body(): ReadableStream<Uint8Array> | null {
    if (this.passed !== null) return this.passed
    const body = this.original('body') as ReadableStream<Uint8Array> | null
    if (typeof body?.getReader !== 'function') return body
    this.passed = passedOn(body, { chunk: this.chunk, end: this.end })
    return this.passed
  }

  used(): boolean {
    return this.passed?.locked === true || (this.original('bodyUsed') as boolean)
  }

  async json(): Promise<unknown> {
    if (this.passed !== null) return await new Response(this.passed).json()
    try {
      const value = await this.plain.json.call(this.response)
      if (this.claimed()) this.watcher.json(value)
      this.end(true)
      return value
    } catch (error) {
      this.end(false)
      throw error
    }
  }

  /** Through the body, so that its bytes are seen. */
  async whole(name: (typeof WHOLE)[number]): Promise<unknown> {
    const body = this.body()
    if (body !== this.passed) return await this.ask(this.response, name)
    return await this.ask(new Response(body, { headers: this.response.headers }), name)
  }

  clone(): Response {
    return watchedAs(this.plain.clone.call(this.response), this.plain, this.watcher, this.signal, this.claim)
  }

  private async ask(response: Response, name: (typeof WHOLE)[number]): Promise<unknown> {
    return await (this.plain as unknown as Record<string, () => Promise<unknown>>)[name]!.call(response)
  }

  private original(name: 'body' | 'bodyUsed'): unknown {
    return Reflect.get(this.plain, name, this.response)
  }

  private claimed(): boolean {
    this.claim.by ??= this
    return this.claim.by === this
  }

  private readonly chunk = (chunk: Uint8Array): void => {
    if (this.claimed()) this.watcher.bytes(chunk)
  }

  private readonly end = (whole: boolean): void => {
    if (this.ended) return
    this.ended = true
    this.signal?.removeEventListener('abort', this.aborted)
    if (this.claimed()) this.watcher.end(whole)
  }

  private readonly aborted = (): void => this.end(false)
}
