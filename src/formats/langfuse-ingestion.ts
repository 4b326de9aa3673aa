import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'

const EVENT = /^(?:generation|observation|span|event|embedding)-(?:create|update)$/

/**
 * Observations as Langfuse's SDKs send them to its ingestion API: `{batch: [{type: "generation-create", body}]}`, or one
 * event a record. Later events of an observation state more of it.
 */
export function ingestedIn(entry: JsonObject): readonly JsonObject[] {
  return [entry, ...objectsAt(entry, 'batch')].flatMap((event) => {
    const kind = EVENT.exec(textAt(event, 'type') ?? '')?.[0].split('-')[0]
    const body = objectAt(event, 'body')
    if (kind === undefined || body === null || textAt(body, 'id') === null) return []
    return [{ type: kind.toUpperCase(), startTime: event['timestamp'], ...body }]
  })
}

/** An observation after one more event about it. */
export function withEvent(known: JsonObject | undefined, event: JsonObject): JsonObject {
  if (known === undefined) return event
  const { startTime, type, ...stated } = event
  const fields = Object.entries(stated).filter(([, value]) => value !== null && value !== undefined)
  return { type, startTime, ...known, ...Object.fromEntries(fields) }
}

/** A row of an export to a bucket: the same fields in snake case, objects perhaps as text. */
export function withCamelCase(row: JsonObject): JsonObject {
  if (!('trace_id' in row)) return row
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      asObject(value),
    ]),
  )
}

function asObject(value: JsonObject[string]): JsonObject[string] {
  if (typeof value !== 'string' || !value.startsWith('{')) return value
  try {
    const held: unknown = JSON.parse(value)
    return isObject(held as JsonObject) ? (held as JsonObject) : value
  } catch {
    return value
  }
}
