import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import { timeOf } from '../usage/time.ts'

/**
 * OpenTelemetry attributes as a plain object, whichever way an exporter wrote them: an object; a list of
 * `{key, value: {stringValue | intValue …}}` (OTLP), `{Key, Value: {Value}}` (Go), `{key, value}` (Jaeger tags) or
 * `[key, value]` pairs (`_rawAttributes`); an SDK object that holds any of these under `attributes`.
 */
export function attributesOf(value: Json | undefined): JsonObject {
  if (isArray(value)) return looked(attributesOfList(value))
  if (!isObject(value)) return {}
  for (const key of HOLDERS) if (typeof value[key] === 'object' && value[key] !== null) return attributesOf(value[key])
  return looked(value)
}

const HOLDERS = ['attributes', '_rawAttributes', '_attributes', 'Attributes']

/** Attributes that hold objects. In all others no attribute is nested, so none is looked for below: dozens are asked for. */
const nesting = new WeakSet<JsonObject>()

function looked(attributes: JsonObject): JsonObject {
  for (const name in attributes) {
    if (!isObject(attributes[name])) continue
    nesting.add(attributes)
    break
  }
  return attributes
}

/** The attribute `name`, written flat ("llm.token_count.prompt") or nested ({llm: {token_count: {prompt}}}). */
export function attributeAt(attributes: JsonObject, name: string): Json | undefined {
  const value = attributes[name]
  return value === undefined && nesting.has(attributes) ? below(attributes, name) : value
}

function below(attributes: JsonObject, name: string): Json | undefined {
  for (const { head, rest } of waysTo(name)) {
    const held = attributes[head]
    if (isObject(held)) return held[rest] === undefined ? below(held, rest) : held[rest]
  }
  return undefined
}

interface Way {
  readonly head: string
  readonly rest: string
}

/** By name that was asked for: cut at each of its dots. Cutting it anew for every span took a third of the reading. */
const ways = new Map<string, readonly Way[]>()

/** Where an attribute may be nested. */
export function waysTo(name: string): readonly Way[] {
  const known = ways.get(name)
  if (known !== undefined) return known
  const cut: Way[] = []
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1))
    cut.push({ head: name.slice(0, dot), rest: name.slice(dot + 1) })
  ways.set(name, cut)
  return cut
}

/** The first of `names` that is a non-empty string, or null. */
export function attributeText(attributes: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributeAt(attributes, name)
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** A time as exporters write it: nanoseconds, `[seconds, nanoseconds]` (JavaScript SDK), or anything timeOf reads. */
export function spanTime(value: Json | undefined): number | null {
  if (!isArray(value)) return timeOf(value)
  const [seconds, nanos] = value
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return null
  const time = seconds * 1000 + Math.floor(nanos / 1e6)
  return Number.isSafeInteger(time) && time > 0 ? time : null
}

/** The bare value of an OTLP AnyValue; lists and maps stay as they are. */
export function anyValue(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return value
  for (const key of ANY_VALUE) if (key in value) return value[key]
  return value
}

const ANY_VALUE = [
  'stringValue',
  'intValue',
  'doubleValue',
  'boolValue',
  'string_value',
  'int_value',
  'double_value',
  'bool_value',
  'Value',
]

function attributesOfList(list: readonly Json[]): JsonObject {
  const attributes: { [name: string]: Json | undefined } = Object.create(null)
  for (const each of list) {
    if (isArray(each) && typeof each[0] === 'string') attributes[each[0]] = anyValue(each[1])
    if (!isObject(each)) continue
    const key = each['key'] ?? each['Key']
    if (typeof key === 'string') attributes[key] = anyValue(each['value'] ?? each['Value'])
  }
  return attributes
}
