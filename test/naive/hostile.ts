import fc from 'fast-check'
import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'

/** Values that stand in logs where nobody expects them. */
const HOSTILE: readonly Json[] = [
  null,
  true,
  '',
  'x',
  '{',
  '12',
  '-1',
  'NaN',
  [],
  [null],
  [[{}]],
  ['x', 1],
  {},
  JSON.parse('{"__proto__":{"input_tokens":1},"constructor":{"prototype":1}}') as Json,
  -1,
  0.5,
  1e308,
  2 ** 53,
  'x'.repeat(10_000),
  nested(20_000),
]

/** `entry` with one to three of its values, at any depth, replaced by hostile ones. */
export function hostileVariants(entry: JsonObject): fc.Arbitrary<JsonObject> {
  const paths = pathsOf(entry, [])
  const change = fc.record({ path: fc.constantFrom(...paths), value: fc.constantFrom(...HOSTILE) })
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map(
      (changes) => changes.reduce<Json>((value, { path, value: by }) => replaced(value, path, by), entry) as JsonObject,
    )
}

/** The same JSON with the keys of every object in the opposite order. */
export function withKeysReversed(entry: JsonObject): JsonObject {
  return reversed(entry) as JsonObject
}

function reversed(value: Json | undefined): Json | undefined {
  if (isArray(value)) return value.map((each) => reversed(each) as Json)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  )
}

function pathsOf(
  value: Json | undefined,
  path: readonly (string | number)[],
): readonly (readonly (string | number)[])[] {
  const children = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
  const below = children.flatMap(([key, each]) => pathsOf(each as Json, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

function replaced(value: Json, path: readonly (string | number)[], by: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (isArray(value)) return value.map((each, index) => (index === key ? replaced(each, rest, by) : each))
  if (!isObject(value) || !Object.hasOwn(value, key)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === key ? replaced(each as Json, rest, by) : each]),
  )
}

function nested(depth: number): Json {
  let value: Json = { usage: { prompt_tokens: 1 } }
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { response: value }
  return value
}
