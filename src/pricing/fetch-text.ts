import { TokencostError } from '../errors.ts'

const PATIENCE_MS = 30_000
const MOST_BYTES = 32 * 1024 * 1024

/** What stands at `url`, as text. The one place that opens a connection; only flags that say so lead here. */
export async function fetchText(url: string): Promise<string> {
  const name = shownUrl(url)
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!response.ok) throw failed(name, `the server answered ${response.status}`)
    return new TextDecoder().decode(await bytesOf(response, name))
  } catch (error) {
    if (error instanceof TokencostError) throw error
    const slow = error instanceof DOMException && error.name === 'TimeoutError'
    throw failed(name, slow ? 'no whole answer within 30 s' : reasonOf(error), error)
  }
}

/** `url` for messages, without name, password and query; throws a usage error when it is no http(s) address. */
export function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return `${parsed.origin}${parsed.pathname}`
  throw new TokencostError('usage', `${url} is no http:// or https:// address`)
}

async function bytesOf(response: Response, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) throw failed(name, 'the answer is larger than any price file')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function reasonOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
  return code ?? 'no connection'
}

function failed(name: string, reason: string, cause?: unknown): TokencostError {
  return new TokencostError('failed', `${name}: ${reason}`, { cause })
}
