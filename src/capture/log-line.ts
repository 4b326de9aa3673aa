import type { LogLine } from '../formats/tokencost-line.ts'
import type { Json, JsonObject } from '../usage/json.ts'
import { ATTRIBUTE_NAMES, type Attributes } from '../usage/record.ts'

/** What is known of a call beside its model, usage and attributes. */
export interface CallDetails {
  /** Who bills the call, in any spelling. */
  readonly provider?: string | null
  /** What identifies the call wherever it is logged: the id of the answer. */
  readonly id?: string | null
  /** Service tier: 'batch', 'flex', 'priority'. */
  readonly mode?: string | null
  readonly region?: string | null
  /** The call was cut short: its counts may be too small. */
  readonly partial?: boolean
  /** Billed units that are no tokens: `{ web_search: '2' }`. */
  readonly fees?: Readonly<Record<string, string>>
  /** As OpenTelemetry names it, for metrics only: 'embeddings'. 'chat' where it is absent. */
  readonly operation?: string
  /** When the call was made; now where it is absent. */
  readonly time?: Date
}

/** The log line of one call. */
export function logLine(
  model: string | null,
  usage: JsonObject,
  attributes: Attributes,
  { provider, id, mode, region, partial, fees, time }: CallDetails,
): LogLine {
  const line: { -readonly [key in keyof LogLine]: LogLine[key] } = {
    v: 1,
    timestamp: (time ?? new Date()).toISOString(),
    ...(provider && { provider }),
    ...(model && { model }),
    ...(id && { id }),
    usage,
  }
  if (mode) line.mode = mode
  if (region) line.region = region
  if (partial) line.partial = true
  if (fees !== undefined && Object.keys(fees).length > 0) line.fees = fees
  const stated = statedAttributes(attributes)
  if (stated !== null) line.attributes = stated
  return line
}

function statedAttributes(attributes: Attributes): Attributes | null {
  const stated: Record<string, unknown> = {}
  let any = false
  for (const name of ATTRIBUTE_NAMES) {
    const value = attributes[name]
    if (value === undefined || value === null || value === '') continue
    stated[name] = String(value)
    any = true
  }
  const labels = Object.entries(attributes.labels ?? NO_LABELS).map(([name, value]) => [name, String(value)])
  if (labels.length > 0) stated['labels'] = Object.fromEntries(labels)
  return any || labels.length > 0 ? (stated as Attributes) : null
}

const NO_LABELS = {}

/** Words of a provider (`priority`, `claude-opus-4-6`, `TEXT`); anything with a space could be prompt text. */
const WORD = /^[\w.:+/@-]{0,128}$/
const DEEPEST = 8

/**
 * A usage object as plain JSON with nothing in it but numbers and words of the provider: whatever else a caller hands in,
 * no text of prompts gets into the log. Numbers that JSON has no name for count as not stated.
 */
export function plainUsage(usage: object): JsonObject {
  return plainObject(usage, 0)
}

function plainObject(value: object, depth: number): JsonObject {
  const plain: Record<string, Json> = {}
  for (const [key, inner] of Object.entries(value)) {
    const kept = plainValue(inner, depth + 1)
    if (kept !== undefined && WORD.test(key)) plain[key] = kept
  }
  return plain
}

function plainValue(value: unknown, depth: number): Json | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value
    case 'string':
      return WORD.test(value) ? value : undefined
    case 'object':
      if (value === null) return null
      if (depth > DEEPEST) return undefined
      if (Array.isArray(value)) return value.flatMap((item) => plainValue(item, depth + 1) ?? [])
      return plainObject(value, depth)
    default:
      return undefined
  }
}
