import { isArray, isObject, type Json, type JsonObject, textAt } from '../usage/json.ts'

/** True for an answer of CloudWatch Logs Insights, whatever was asked. */
export function isInsights(answer: JsonObject): boolean {
  const results = answer['results']
  const first = isArray(results) ? results[0] : undefined
  return isArray(first) ? first.some(isPair) : isPair(first)
}

/**
 * The invocation logs in an answer of CloudWatch Logs Insights: each row is a list of `{field, value}`, all values text,
 * and either holds the whole log as `@message` or selected fields of it. Some dumps have lost the brackets between rows.
 */
export function insightsRows(answer: JsonObject): readonly JsonObject[] {
  const results = answer['results']
  if (!isArray(results)) return []
  const rows = isPair(results[0]) ? splitRows(pairsOf(results)) : results.map(pairsOf)
  return rows.map(logOf).filter((log) => log !== null)
}

function isPair(value: Json | undefined): value is JsonObject {
  return isObject(value) && typeof value['field'] === 'string'
}

function pairsOf(row: Json): readonly JsonObject[] {
  return isArray(row) ? row.filter(isPair) : []
}

/** A new row begins where a field comes again. */
function splitRows(pairs: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const rows: JsonObject[][] = [[]]
  for (const pair of pairs) {
    if (rows.at(-1)!.some(({ field }) => field === pair['field'])) rows.push([])
    rows.at(-1)!.push(pair)
  }
  return rows
}

function logOf(pairs: readonly JsonObject[]): JsonObject | null {
  const fields: JsonObject = Object.fromEntries(pairs.map((pair) => [textAt(pair, 'field')!, pair['value']]))
  const log: JsonObject = { ...fields, ...(parsedObject(textAt(fields, '@message')) ?? unflattened(fields)) }
  return textAt(log, 'requestId') !== null && isObject(log['input']) ? log : null
}

/** `input.inputTokenCount` as `{input: {inputTokenCount}}`. */
function unflattened(fields: JsonObject): JsonObject {
  const nested: { [key: string]: { [key: string]: Json | undefined } } = {}
  for (const [name, value] of Object.entries(fields)) {
    const [, outer, inner] = /^(input|output|identity)\.(\w+)$/.exec(name) ?? []
    if (outer !== undefined && inner !== undefined) nested[outer] = { ...nested[outer], [inner]: value }
  }
  return nested
}

function parsedObject(text: string | null): JsonObject | null {
  if (text === null) return null
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
