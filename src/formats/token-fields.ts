import type { CountKey } from '../config/format-mapping.ts'
import type { JsonPath } from '../config/json-path.ts'
import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'

/** A value of an entry that is neither object nor list, and where it stands. */
export interface Field {
  readonly path: JsonPath
  readonly value: Json
}

const DEEPEST = 12
const MOST_FIELDS = 2_000
/** Below these keys numbers are no usage: schemas, options of requests, price tables. */
const NO_USAGE = /^(tools|functions|properties|schema|input_schema|json_schema|parameters|arguments|pricing|prices)$/
const TOKENS = ['token', 'tokens', 'tok', 'toks']
/** Words that turn a number of tokens into something else than what was used. */
const NOT_USED = [
  'max',
  'min',
  'limit',
  'budget',
  'window',
  'context',
  'per',
  'remaining',
  'cost',
  'price',
  'rate',
  'id',
]
const CLASSES: readonly (readonly [CountKey, (words: readonly string[]) => boolean])[] = [
  ['cache_write', (words) => isCache(words) && has(words, 'write', 'writes', 'written', 'creation', 'created')],
  ['cache_read', (words) => isCache(words)],
  ['reasoning', (words) => has(words, 'reasoning', 'thinking', 'thought', 'thoughts')],
  ['output', (words) => has(words, 'out', 'output', 'outputs', 'completion', 'generated', 'generation', 'response')],
  ['input', (words) => has(words, 'in', 'input', 'inputs', 'prompt', 'request', 'sent')],
]

/** Every field of an entry outside schemas and options, in the order of the file. */
export function fieldsOf(entry: JsonObject): readonly Field[] {
  const fields: Field[] = []
  collect(entry, [], fields)
  return fields
}

/** Fields that are most likely numbers of tokens that were used, by their names. */
export function tokenFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ path, value }) => {
    const words = path.slice(-2).flatMap(wordsOf)
    return (
      Number.isSafeInteger(value) &&
      Number(value) >= 0 &&
      has(words, ...TOKENS) &&
      !has(wordsOf(path.at(-1)!), ...NOT_USED)
    )
  })
}

/** True when the entry most likely states tokens that were used. */
export function statesTokens(fields: readonly Field[]): boolean {
  return tokenFields(fields).some(({ value }) => value !== 0)
}

/** The class of tokens that a field's own name speaks of, or null. */
export function classOf({ path }: Field): CountKey | null {
  const words = wordsOf(path.at(-1)!)
  return CLASSES.find(([, speaks]) => speaks(words))?.[0] ?? null
}

/** `inTokens`, `in_tokens`, `in-tokens` → in, tokens. */
export function wordsOf(step: string | number): readonly string[] {
  return String(step)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}

function collect(value: Json | undefined, path: JsonPath, fields: Field[]): void {
  if (value === undefined || path.length > DEEPEST || fields.length >= MOST_FIELDS) return
  if (isArray(value)) for (const [index, item] of value.entries()) collect(item, [...path, index], fields)
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) if (!NO_USAGE.test(key)) collect(item, [...path, key], fields)
  } else fields.push({ path, value })
}

function isCache(words: readonly string[]): boolean {
  return has(words, 'cache', 'cached')
}

function has(words: readonly string[], ...wanted: readonly string[]): boolean {
  return words.some((word) => wanted.includes(word))
}
