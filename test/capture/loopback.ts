import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Asked, answerOf, batchLines, streamOf } from './wire.ts'

/** A server on this machine that speaks the wire formats of the providers. What it answers, the prompt says. */
export interface Loopback {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  /** Requests so far, retries included. */
  requests(): number
  close(): Promise<void>
}

/** What a prompt asks of the server, as JSON: `{"in":12,"out":5}`; any other prompt gets 12 and 5. */
export interface Wish {
  readonly in?: number
  readonly out?: number
  readonly id?: string
  /** Statuses of the first attempts. */
  readonly fail?: readonly number[]
  /** Cuts the connection after the headers, or after that many events of a stream. */
  readonly cut?: number
  /** Sends the events of a stream this many ms apart, and waits for the reader to go. */
  readonly slow?: number
  /** Answers without usage. */
  readonly silent?: boolean
}

export async function loopback(): Promise<Loopback> {
  const attempts = new Map<string, number>()
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    void serve(request, response, attempts).catch(() => response.destroy())
  })
  // On a busy machine a connection that the client means to use again must not be closed under its hands.
  server.keepAliveTimeout = 600_000
  await new Promise<void>((listening) => server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => void server.close(() => closed()))
    },
  }
}

export function prompt(wish: Wish): string {
  return JSON.stringify(wish)
}

async function serve(request: IncomingMessage, response: ServerResponse, attempts: Map<string, number>): Promise<void> {
  const path = request.url!.split('?')[0]!
  const body = await bodyOf(request)
  if (request.method === 'GET') return answerGet(path, request, response)
  const asked = askedIn(path, body)
  const key = JSON.stringify(body)
  const attempt = attempts.get(key) ?? 0
  attempts.set(key, attempt + 1)
  const status = asked.wish.fail?.[attempt]
  if (status !== undefined) {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1', 'retry-after': '0' })
    response.end(JSON.stringify({ type: 'error', error: { type: 'loopback', message: `status ${status}` } }))
    return
  }
  if (asked.stream) await sendStream(response, asked)
  else sendWhole(response, asked)
}

function sendWhole(response: ServerResponse, asked: Asked): void {
  const text = JSON.stringify(answerOf(asked))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) })
  if (asked.wish.cut === undefined) response.end(text)
  else response.write(text.slice(0, 20), () => response.destroy())
}

async function sendStream(response: ServerResponse, asked: Asked): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const { cut, slow } = asked.wish
  for (const [index, event] of streamOf(asked).entries()) {
    if (index === cut) {
      response.destroy()
      return
    }
    await new Promise<void>((written) => response.write(event, () => written()))
    if (slow !== undefined) await new Promise((waited) => setTimeout(waited, slow))
    if (response.destroyed) return
  }
  response.end()
}

function answerGet(path: string, request: IncomingMessage, response: ServerResponse): void {
  if (path.endsWith('/content') || path.endsWith('/results')) {
    response.writeHead(200, { 'content-type': 'application/binary' })
    response.end(batchLines(path.endsWith('/results') ? 'anthropic' : 'openai'))
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  const id = path.split('/').at(-1)
  const results_url = `http://${request.headers.host}/v1/messages/batches/${id}/results`
  response.end(JSON.stringify({ id, object: 'batch', status: 'completed', processing_status: 'ended', results_url }))
}

function askedIn(path: string, body: Record<string, unknown>): Asked {
  const api = /generateContent|streamGenerateContent/i.test(path)
    ? 'gemini'
    : path.endsWith('/messages')
      ? 'anthropic'
      : path.endsWith('/responses')
        ? 'responses'
        : path.endsWith('/embeddings')
          ? 'embeddings'
          : 'chat'
  const model = /models\/([^:]+):/.exec(path)?.[1] ?? String(body['model'])
  const stream = body['stream'] === true || path.endsWith(':streamGenerateContent')
  const include = body['stream_options'] as { include_usage?: boolean } | undefined
  return { api, model, stream, wish: wishIn(JSON.stringify(body)), usageInStream: include?.include_usage === true }
}

/** The wish is the only JSON text with "in" inside the request. */
function wishIn(body: string): Wish {
  const match = /\{\\"in\\":.*?\}/.exec(body)
  return match === null ? {} : (JSON.parse(match[0].replaceAll('\\"', '"')) as Wish)
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}
