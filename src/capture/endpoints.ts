/** What an answer of an endpoint holds: one call, one call if it states usage, or the results of a batch. */
export interface Endpoint {
  readonly holds: 'call' | 'maybe' | 'batch'
  /** As OpenTelemetry names it. */
  readonly operation: string
}

/** By method and the end of the path, so that gateways and deployments in front of it do not matter. */
const ENDPOINTS: readonly (readonly [method: string, path: RegExp, ...Endpoint[]])[] = [
  ['POST', /\/chat\/completions$/, { holds: 'call', operation: 'chat' }],
  ['POST', /\/messages$/, { holds: 'call', operation: 'chat' }],
  ['POST', /\/responses(?:\/compact)?$/, { holds: 'call', operation: 'chat' }],
  ['POST', /:(?:streamG|g)enerateContent$/, { holds: 'call', operation: 'generate_content' }],
  // Anthropic's models behind Vertex AI and Bedrock, whose streams Bedrock frames in a way of its own.
  ['POST', /:(?:streamR|r)awPredict$/, { holds: 'call', operation: 'chat' }],
  ['POST', /\/model\/[^/]+\/invoke$/, { holds: 'maybe', operation: 'chat' }],
  ['POST', /\/completions$/, { holds: 'call', operation: 'text_completion' }],
  ['POST', /\/embeddings$|:(?:batchE|e)mbedContents?$/, { holds: 'call', operation: 'embeddings' }],
  ['POST', /\/images\/\w+$|\/audio\/\w+$/, { holds: 'maybe', operation: 'generate_content' }],
  ['POST', /:predict$/, { holds: 'maybe', operation: 'embeddings' }],
  ['GET', /\/(?:responses|chat\/completions)\/[^/]+$/, { holds: 'maybe', operation: 'chat' }],
  ['GET', /\/files\/[^/]+\/content$|\/messages\/batches\/[^/]+\/results$/, { holds: 'batch', operation: 'chat' }],
]

/** The endpoint that a request goes to; null when its answer holds no calls. */
export function endpointOf(method: string, url: string): Endpoint | null {
  const path = pathOf(url)
  return ENDPOINTS.find(([verb, pattern]) => verb === method.toUpperCase() && pattern.test(path))?.[2] ?? null
}

/** True for a request that only reads or tidies up, whatever the budget says. */
export function costsNothing(method: string): boolean {
  return /^(?:get|head|delete)$/i.test(method)
}

/** The model that a request asks for, for answers that name none: in the path of Google and Bedrock, in the body of all others. */
export function modelAsked(url: string, body: unknown): string | null {
  const inPath = /\/models\/([^/:]+):\w+$|\/model\/([^/]+)\/invoke$/.exec(pathOf(url))
  if (inPath !== null) return decodeURIComponent(inPath[1] ?? inPath[2]!)
  if (typeof body !== 'string') return null
  try {
    const { model } = JSON.parse(body) as { model?: unknown }
    return typeof model === 'string' ? model : null
  } catch {
    return null
  }
}

function pathOf(url: string): string {
  const end = /[?#]/.exec(url)?.index ?? url.length
  return url.slice(0, end)
}
