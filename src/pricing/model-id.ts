import { isGateway, knownProviderKey } from '../usage/provider.ts'
import { isDigit } from './digit.ts'

/** A model id as a log writes it, taken apart: the provider that the id itself names, and the id without it. */
export interface NamedId {
  /** Canonical; null where the id names none. */
  readonly provider: string | null
  readonly id: string
}

/** How ids of Bedrock begin. */
const REGIONS = 'us eu jp au apac us-gov global ca sa in me af il'.split(' ')
const MAKERS = [
  ...['anthropic', 'amazon', 'meta', 'mistral', 'cohere', 'ai21', 'stability', 'deepseek', 'openai', 'qwen', 'google'],
  ...['nvidia', 'minimax', 'moonshot', 'moonshotai', 'writer', 'twelvelabs', 'luma', 'zai'],
]

/** `us.anthropic.claude-…`, `amazon.nova-…` or an ARN, in lower case. A pattern for all of them takes a millisecond to make. */
function isBedrock(id: string): boolean {
  if (id.startsWith('arn:')) return /^arn:aws[a-z-]*:bedrock:/.test(id)
  const [first, ...rest] = id.split('.')
  const [maker = '', name] = REGIONS.includes(first!) ? rest : [first, ...rest]
  return MAKERS.includes(maker) && name !== undefined && /^[a-z]/.test(name)
}

/** The first part of `openai/gpt-4o`, of pydantic-ai's `openai:gpt-4o` and of promptfoo's `openai:chat:gpt-4o`. */
const FIRST_PART =
  /^([^/:]+)(?:\/|:(?:(?:chat|messages|responses|converse|completions?|embeddings?|text-generation|image|realtime):)?)(?=[^/:])/i

/**
 * Who an id names by itself: `openrouter/…`, `bedrock:…` by its first part, `us.anthropic.…` and Bedrock ARNs by their
 * shape, `publishers/google/models/…` as Vertex. `isProvider` tells which first parts the price file has entries of.
 */
export function namedId(model: string, isProvider: (name: string) => boolean): NamedId {
  if (isBedrock(model.toLowerCase())) return { provider: 'aws', id: model }
  if (!hasPath(model)) return { provider: null, id: model }
  if (/(?:^|\/)publishers\/[^/]+\/models\//.test(model)) return { provider: 'google', id: model }
  const [first, prefix] = FIRST_PART.exec(model) ?? []
  if (first === undefined || prefix === undefined) return { provider: null, id: model }
  const rest = model.slice(first.length)
  if (isGateway(prefix)) return namedId(rest, isProvider)
  const known = knownProviderKey(prefix)
  return known !== null || isProvider(prefix) ? { provider: known ?? prefix, id: rest } : { provider: null, id: model }
}

/** False for most ids, and then no pattern needs to be made, which takes longer than all the rest. */
function hasPath(id: string): boolean {
  return id.includes('/') || id.includes(':')
}

/** `id` without a first part that only repeats `provider`: `azure/gpt-4o` at azure; null when there is none. */
export function withoutProvider(id: string, provider: string): string | null {
  if (!hasPath(id)) return null
  const [first, prefix] = FIRST_PART.exec(id) ?? []
  if (first === undefined || prefix === undefined) return null
  return (knownProviderKey(prefix) ?? prefix) === provider ? id.slice(first.length) : null
}

/**
 * What an id may be called in the price file, in the order in which to ask (PRICING.md 1.4): lower case; without path
 * and long-context marker; without OpenRouter's routing suffix; for Bedrock without its revision. `:free` stays.
 */
export function normalizedIds(id: string): readonly string[] {
  const lower = id.trim().toLowerCase()
  if (!hasPath(lower) && !lower.endsWith(']') && !lower.includes('-v')) return [lower]
  const bare = lower
    .replace(/^arn:.*\//, '')
    .replace(/^(?:.*\/)?publishers\/[^/]+\/models\//, '')
    .replace(/^models\//, '')
    .replace(/\[1m\]$/, '')
  const routed = bare.replace(/(?::(?:nitro|floor|online|thinking|exacto|beta))+$/, '')
  const unrevised = routed.replace(/-v\d+(?::\d+)?(?::\d+k)?$/, '')
  return [...new Set([lower, bare, routed, unrevised])]
}

/** The id without its date, `@default` or `-latest`; null when it has none. */
export function undatedId(id: string): string | null {
  for (const ending of ['@default', '-latest']) if (id.endsWith(ending)) return id.slice(0, -ending.length)
  const start = startOfDate(id)
  return start === -1 ? null : id.slice(0, start)
}

/** Where the `-20250929` or `@2025-09-29` begins that an id ends with; -1 = it does not. */
function startOfDate(id: string): number {
  let at = id.length
  for (const digits of [2, 2, 4]) {
    if (at < id.length && id[at - 1] === '-') at--
    for (let i = 0; i < digits; i++) if (!isDigit(id[--at] ?? '')) return -1
  }
  const mark = id[at - 1]
  return mark === '-' || mark === '@' ? at - 1 : -1
}

/** OpenRouter's free variants: unless they are listed, they cost nothing. */
export function isFree(id: string): boolean {
  return id.endsWith(':free')
}
